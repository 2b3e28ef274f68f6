-- Tries groundrules.lua in a real Neovim without a display:
--
--   nvim --headless -u NONE --cmd 'set runtimepath^=DIR' -l editors/neovim/test.lua [GROUNDRULES]
--
-- DIR holds parser/groundrules.so and queries/groundrules/. GROUNDRULES is the program whose language
-- server is tried, with all that it offers, on a copy of a shipped policy; without it only the grammar is.
-- With TIMES=50 in the environment it is said how long each answer took, of that many.

local here = vim.fs.dirname(vim.fs.normalize(vim.fn.fnamemodify(arg[0], ':p')))
local root = vim.fs.dirname(vim.fs.dirname(here))
local program = arg[1]
package.path = here .. '/?.lua;' .. package.path

vim.cmd('filetype on')
dofile(here .. '/groundrules.lua')

--- Makes one trial, and ends all where it fails.
local function try(trial, ...)
  local is_good, why = xpcall(trial, debug.traceback, ...)
  if not is_good then
    io.stdout:write('neovim: ' .. why .. '\n')
    os.exit(1)
  end
end

local function server()
  local tools = require('test.tools')
  vim.cmd('silent %bwipeout!')
  tools.begin(program, root .. '/policies/channel-partners')
  vim.lsp.enable('groundrules')
  for _, theme in ipairs({ 'findings', 'actions', 'writing', 'names', 'structure' }) do
    for _, trial in ipairs(require('test.' .. theme)) do trial() end
    tools.reset()
  end
  local repeats = tonumber(vim.env.TIMES)
  if repeats then require('test.times')(repeats) end
end

vim.lsp.enable('groundrules', false)
try(require('test.grammar'), root)
if program then try(server) end
io.stdout:write(('neovim %s: %s\n'):format(tostring(vim.version()), program and 'the grammar and the server work' or 'the grammar works; no server was tried'))
vim.cmd('qall!')
