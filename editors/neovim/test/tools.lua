-- What a test of groundrules.lua does as a person at the keys, and how it looks at what comes of it.

local tools = {}

-- Longer than anything takes, on however slow a machine.
local LONG = 30000

function tools.expect(what, is, wanted)
  if not vim.deep_equal(is, wanted) then
    error(('%s: %s, not %s'):format(what, vim.inspect(is), vim.inspect(wanted)), 2)
  end
end

--- Of a text all these parts are expected.
function tools.holds(what, text, parts)
  for _, part in ipairs(type(parts) == 'table' and parts or { parts }) do
    if not text:find(part, 1, true) then
      error(('%s: no %s in %s'):format(what, vim.inspect(part), vim.inspect(text)), 2)
    end
  end
end

--- Waits until this is so, and returns what is.
function tools.wait(what, is_so)
  local found
  local function look()
    found = is_so()
    return found
  end
  if not vim.wait(LONG, look, 5) then error('in vain: ' .. what, 2) end
  return found
end

function tools.text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n'
end

--- The place, in rows and bytes from 0, at which the text holds this for the first time.
local function find(words)
  local all = tools.text()
  local from, to = all:find(words, 1, true)
  if not from then error('the policy does not hold ' .. words, 3) end
  local function place(offset)
    local before = all:sub(1, offset)
    local _, rows = before:gsub('\n', '')
    return rows, #before:match('[^\n]*$')
  end
  local row, column = place(from - 1)
  return row, column, place(to)
end

--- Puts the cursor where `^` stands in these words.
function tools.at(marked)
  local before, after = marked:match('^(.-)%^(.*)$')
  local row, column = find(before .. after)
  local lines = vim.split(before, '\n')
  local start = #lines == 1 and column or 0
  vim.api.nvim_win_set_cursor(0, { row + #lines, start + #lines[#lines] })
end

--- What comes next is undone by itself.
local function apart()
  vim.bo.undolevels = vim.bo.undolevels
end

--- Writes other words where these stand first.
function tools.replace(old, new)
  apart()
  local row, column, last_row, last_column = find(old)
  vim.api.nvim_buf_set_text(0, row, column, last_row, last_column, vim.split(new, '\n'))
end

function tools.append(text)
  apart()
  vim.api.nvim_buf_set_lines(0, -1, -1, false, vim.split(vim.trim(text), '\n'))
end

--- The words of a range of the protocol, whose columns are bytes as Neovim offers that.
function tools.words(range)
  local from, to = range.start, range['end']
  local lines = vim.api.nvim_buf_get_lines(0, from.line, to.line + 1, false)
  -- What ends with the text ends on a line that Neovim does not have.
  if #lines > to.line - from.line then lines[#lines] = lines[#lines]:sub(1, to.character) end
  lines[1] = lines[1]:sub(from.character + 1)
  return table.concat(lines, '\n')
end

function tools.names(list, key)
  return vim.tbl_map(function(it) return it[key or 'name'] end, list)
end

--- The texts of the policy that are open.
local function buffers()
  return vim.tbl_filter(function(it)
    return vim.api.nvim_buf_is_loaded(it) and vim.startswith(vim.api.nvim_buf_get_name(it), tools.folder)
  end, vim.api.nvim_list_bufs())
end

--- Begins a session with the server over a copy of a policy.
function tools.begin(program, policy)
  tools.folder = vim.uv.fs_realpath(vim.fn.fnamemodify(vim.fn.tempname(), ':h')) .. '/copy'
  vim.fn.system({ 'cp', '-r', policy, tools.folder })
  vim.fn.mkdir(tools.folder .. '/.git')
  local command = { vim.fn.fnamemodify(program, ':p'), 'lsp', '--as-of', '2026-07-01T09:00Z' }
  local function stands(_, status) tools.stands = status.stand end
  vim.lsp.config('groundrules', { cmd = command, handlers = { ['groundrules/status'] = stands } })
end

local function client()
  return vim.lsp.get_clients({ bufnr = 0, name = 'groundrules' })[1]
end

function tools.edit(name)
  vim.cmd.edit(tools.folder .. '/' .. name)
  tools.client = tools.wait('a server for ' .. name, client)
end

--- Asks the server something and waits for the answer.
function tools.ask(method, params)
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, LONG))
  local answer = answers[tools.client.id]
  if answer.err then error(method .. ': ' .. answer.err.message, 2) end
  return answer.result
end

--- Asks something about the text that is open.
function tools.ask_of(method)
  return tools.ask('textDocument/' .. method, { textDocument = vim.lsp.util.make_text_document_params() })
end

--- The same about the place of the cursor.
function tools.ask_here(method)
  return tools.ask('textDocument/' .. method, vim.lsp.util.make_position_params(0, tools.client.offset_encoding))
end

--- Takes the last change back.
function tools.undo()
  vim.cmd('silent undo')
  tools.settle()
end

--- Waits until the server has all texts as they are here, and has proved them where it can.
function tools.settle()
  for _, buffer in ipairs(buffers()) do
    vim.api.nvim_buf_call(buffer, function()
      local has = tools.ask('groundrules/text', vim.lsp.util.make_text_document_params())
      if has ~= tools.text() then
        local name = vim.api.nvim_buf_get_name(buffer)
        error(('the server has another %s:\n%s'):format(name, vim.diff(tools.text(), has)), 0)
      end
    end)
  end
  tools.wait('a proof', function() return tools.stands ~= 'proving' end)
end

--- The findings of a text that have a code; without one, the codes of its errors.
function tools.findings(code, buffer)
  local all = vim.diagnostic.get(buffer or 0)
  if code then return vim.tbl_filter(function(it) return it.code == code end, all) end
  local errors = vim.tbl_filter(function(it) return it.severity == vim.diagnostic.severity.ERROR end, all)
  return tools.names(errors, 'code')
end

--- Closes all texts without keeping what was changed.
function tools.reset()
  for _, buffer in ipairs(buffers()) do vim.cmd.bwipeout({ buffer, bang = true }) end
end

return tools
