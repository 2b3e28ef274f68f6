-- From a name to what it is, to where it stands, and to another name.

local tools = require('test.tools')
local expect = tools.expect

--- Asks for what Neovim shows as a list, and returns its entries as `file:line words`.
local function listed(what, ask)
  vim.fn.setqflist({})
  ask()
  local found = tools.wait(what, function()
    local list = vim.fn.getqflist()
    return #list > 0 and list
  end)
  vim.cmd.cclose()
  return vim.tbl_map(function(it)
    local name = vim.fs.basename(vim.api.nvim_buf_get_name(it.bufnr))
    return ('%s:%d %s'):format(name, it.lnum, vim.trim(it.text))
  end, found)
end

local function hover()
  tools.edit('journey.ground')
  tools.settle()
  tools.at('when ^named_account')
  vim.lsp.buf.hover()
  local window = tools.wait('what is said', function() return vim.b.lsp_floating_preview end)
  local said = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
  tools.holds('what is said', said, {
    'define named_account = domain(email) in named_accounts',
    'One of the two hundred companies that have an owner, whoever writes from there.',
    'Named 5 times: in ',
    'rule `named` of `owner`',
  })
  vim.api.nvim_win_close(window, true)
end

local function definition()
  vim.lsp.buf.definition()
  tools.wait('another text', function() return vim.endswith(vim.api.nvim_buf_get_name(0), '/territories.ground') end)
  expect('the place', { vim.fn.line('.'), vim.fn.col('.') }, { 23, 8 })
end

local function references()
  local found = listed('readers', function() vim.lsp.buf.references({ includeDeclaration = false }) end)
  expect('readers', found, {
    'journey.ground:80 task tell_partner "Tell the partner who has it" when named_account',
    'partners.ground:6 rule found_by_partner: offered when partner_contact is known unless named_account',
    'territories.ground:72 when named_account and account_owner_email is known',
    'territories.ground:77 when named_account and account_owner_email is missing',
    'territories.ground:104 rule named: 1 business day when named_account overrides sizes',
  })
end

local function highlights()
  local found = tools.ask_here('documentHighlight')
  expect('where it stands', vim.tbl_map(function(it) return it.range.start.line + 1 end, found), { 23, 72, 77, 104 })
  expect('declared or read', tools.names(found, 'kind'), { 3, 2, 2, 2 })
end

--- What depends on something, and on what it depends.
local function hierarchy()
  local readers = listed('what depends on it', vim.lsp.buf.incoming_calls)
  expect('what depends on it', readers, {
    'journey.ground:80 tell_partner',
    'partners.ground:6 found_by_partner',
    'territories.ground:72 named',
    'territories.ground:77 named_unowned',
    'territories.ground:104 named',
  })
  local read = listed('on what it depends', vim.lsp.buf.outgoing_calls)
  -- Neovim tells the lines of the reader with the files of what it reads.
  local names = vim.tbl_map(function(it) return it:match('%S+$') end, read)
  expect('on what it depends', names, {
    'email', 'named_accounts', 'named_accounts', 'company_domain', 'sales', 'channel', 'marketing',
  })
end

local function rename()
  vim.lsp.buf.rename('key_account')
  tools.wait('another name', function() return tools.text():find('define key_account = domain(email)', 1, true) end)
  for _, name in ipairs({ 'journey', 'partners', 'territories' }) do
    tools.edit(name .. '.ground')
    tools.settle()
    expect('the old name in ' .. name, tools.text():find('%f[%w_]named_account%f[^%w_]'), nil)
    expect('findings in ' .. name, tools.findings(), {})
  end
end

local function refused()
  local told
  vim.notify = function(message) told = message end
  tools.at('define ^key_account')
  vim.lsp.buf.rename('segment')
  tools.wait('a reason', function() return told end)
  tools.holds('why not', told, 'there is a decision called `segment`')
  told = nil
  tools.at('# ^Where')
  vim.lsp.buf.rename('there')
  tools.wait('a reason', function() return told end)
  tools.holds('why not', told, 'there is no name here that could be changed')
  tools.settle()
  tools.holds('the text', tools.text(), 'define key_account = domain(email)')
end

return { hover, definition, references, highlights, hierarchy, rename, refused }
