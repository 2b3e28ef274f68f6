-- Tries groundrules.lua in a real Neovim without a display:
--
--   nvim --headless -u NONE --cmd 'set runtimepath^=DIR' -l editors/neovim/test.lua [GROUNDRULES]
--
-- DIR holds parser/groundrules.so and queries/groundrules/. GROUNDRULES is the program whose language
-- server is tried; without it only the grammar is.

local here = vim.fs.dirname(vim.fs.normalize(arg[0]))
local root = vim.fs.normalize(vim.fn.fnamemodify(here, ':p:h:h:h'))
local program = arg[1]

vim.cmd('filetype on')
dofile(here .. '/groundrules.lua')
if program then
  vim.lsp.config('groundrules', { cmd = { vim.fn.fnamemodify(program, ':p'), 'lsp' } })
else
  vim.lsp.enable('groundrules', false)
end

--- The captures of the highlights at the first place that holds this text.
local function captures(text)
  for at, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then
      local found = vim.treesitter.get_captures_at_pos(0, at - 1, column - 1)
      return vim.tbl_map(function(it) return it.capture end, found)
    end
  end
  error('the policy does not hold ' .. text)
end

local function expect(what, is, wanted)
  if not vim.deep_equal(is, wanted) then
    error(('%s: %s, not %s'):format(what, vim.inspect(is), vim.inspect(wanted)), 2)
  end
end

local function grammar()
  vim.cmd.edit(root .. '/policies/online-courses/policy.ground')
  expect('the file type', vim.bo.filetype, 'groundrules')
  local parser = assert(vim.treesitter.get_parser(0))
  local tree = parser:parse(true)[1]:root()
  expect('errors in the tree', tree:has_error(), false)
  for _, kind in ipairs({ 'highlights', 'folds', 'injections', 'locals', 'indents' }) do
    assert(vim.treesitter.query.get('groundrules', kind), kind)
  end
  expect('a declaration', captures('decision qualification'), { 'keyword' })
  local name = captures('qualification: one of')
  expect('what is declared', name[#name], 'function')
  vim.cmd('normal! zM')
  assert(vim.fn.foldclosed(vim.fn.search('^lead {', 'n')) > 0, 'the lead does not fold')
  vim.cmd('normal! zR')
end

--- Every word of this file has a colour, and no word but a name has two.
local function one_colour(path)
  vim.cmd.edit(path)
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  local root_node = assert(vim.treesitter.get_parser(0)):parse(true)[1]:root()
  local query = assert(vim.treesitter.query.get('groundrules', 'highlights'))
  local found = {}
  for id, node in query:iter_captures(root_node, text) do
    local _, _, from, _, _, to = node:range(true)
    table.insert(found, { from = from, to = to, name = query.captures[id] })
  end
  local wrong = {}
  local function look(node)
    if node:child_count() > 0 then
      for child in node:iter_children() do look(child) end
      return
    end
    local _, _, from, _, _, to = node:range(true)
    local names = {}
    for _, it in ipairs(found) do
      if it.from <= from and to <= it.to then names[it.name] = true end
    end
    if node:named() and vim.tbl_count(names) > 1 then names.variable = nil end
    if names['function.builtin'] then names['function.call'] = nil end
    if names['string.escape'] then names.string = nil end
    if vim.tbl_count(names) ~= 1 then
      table.insert(wrong, text:sub(from + 1, to) .. ': ' .. table.concat(vim.tbl_keys(names), ' '))
    end
  end
  look(root_node)
  expect('words of ' .. path .. ' with no or several colours', wrong, {})
end

local function colours()
  one_colour(root .. '/editors/vscode/test/snapshots/everything.ground')
  one_colour(root .. '/editors/vscode/test/snapshots/nouns.ground')
end

--- Waits until the findings shown are these codes.
local function findings(what, wanted)
  local codes
  local is_so = vim.wait(20000, function()
    codes = vim.tbl_map(function(it) return it.code end, vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR }))
    return vim.deep_equal(codes, wanted)
  end, 20)
  if not is_so then error(('%s: %s, not %s'):format(what, vim.inspect(codes), vim.inspect(wanted))) end
end

local function server()
  assert(vim.wait(10000, function() return #vim.lsp.get_clients({ bufnr = 0 }) == 1 end, 20), 'no server')
  findings('a policy without a fault', {})
  local last = vim.api.nvim_buf_line_count(0)
  vim.api.nvim_buf_set_lines(0, last, last, false, { 'define odd = no_such_name > 3' })
  findings('a name that is not known', { 'unknown-name' })
  vim.api.nvim_buf_set_lines(0, last, last + 1, false, {})
  findings('the fault taken out again', {})
end

local tried = { colours, grammar }
if program then table.insert(tried, server) end
for _, try in ipairs(tried) do
  local is_good, why = xpcall(try, debug.traceback)
  if not is_good then
    io.stdout:write('neovim: ' .. why .. '\n')
    os.exit(1)
  end
end
io.stdout:write(('neovim %s: %s\n'):format(tostring(vim.version()), program and 'the grammar and the server work' or 'the grammar works; no server was tried'))
vim.cmd('qall!')
