-- What the grammar makes of policies: its queries, and a colour for every word.

local tools = require('test.tools')
local expect = tools.expect

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

local function queries(root)
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
  tools.wait('a fold of the lead', function() return vim.fn.foldclosed(vim.fn.search('^lead {', 'n')) > 0 end)
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

local function colours(root)
  one_colour(root .. '/editors/vscode/test/snapshots/everything.ground')
  one_colour(root .. '/editors/vscode/test/snapshots/nouns.ground')
end

return function(root)
  queries(root)
  colours(root)
end
