-- How long the server's answers take, with Neovim's own work on them.

local tools = require('test.tools')

local METHODS = {
  'hover', 'definition', 'references', 'documentHighlight', 'prepareRename', 'rename', 'completion',
  'codeAction', 'documentSymbol', 'foldingRange', 'selectionRange', 'semanticTokens/full',
  'documentLink', 'inlayHint', 'codeLens', 'formatting', 'rangeFormatting', 'prepareCallHierarchy',
}

local function say(what, repeats, work)
  local times = {}
  for _ = 1, repeats do
    local start = vim.uv.hrtime()
    work()
    table.insert(times, (vim.uv.hrtime() - start) / 1e6)
  end
  table.sort(times)
  local function share(of) return times[math.max(1, math.ceil(of * repeats))] end
  io.stdout:write(('%-44s median %7.2f ms, 95 of 100 within %7.2f ms\n'):format(what, share(0.5), share(0.95)))
end

return function(repeats)
  tools.edit('territories.ground')
  tools.settle()
  tools.at('when ^named_account')
  local here = vim.lsp.util.make_position_params(0, tools.client.offset_encoding)
  -- All that any of them asks for.
  local params = vim.tbl_extend('error', here, {
    positions = { here.position },
    range = { start = { line = 0, character = 0 }, ['end'] = here.position },
    context = { includeDeclaration = true, diagnostics = {} },
    options = { tabSize = 2, insertSpaces = true },
    newName = 'key_account',
  })
  for _, method in ipairs(METHODS) do
    say(method, repeats, function() tools.ask('textDocument/' .. method, params) end)
  end
  local item = tools.ask('textDocument/prepareCallHierarchy', params)[1]
  for _, method in ipairs({ 'callHierarchy/incomingCalls', 'callHierarchy/outgoingCalls' }) do
    say(method, repeats, function() tools.ask(method, { item = item }) end)
  end
  say('workspace/symbol', repeats, function() tools.ask('workspace/symbol', { query = 'named' }) end)
  local function type_a_key()
    vim.api.nvim_buf_set_text(0, 0, 0, 0, 0, { '#' })
    tools.ask('groundrules/text', here.textDocument)
  end
  say('a key until its findings, without the proof', repeats, type_a_key)
  say('a key until its findings, with the proof', repeats, function()
    type_a_key()
    tools.settle()
  end)
  tools.reset()
end
