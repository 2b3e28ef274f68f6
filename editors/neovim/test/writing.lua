-- What is offered while somebody types, and the layout of what is there.

local tools = require('test.tools')
local expect = tools.expect

vim.o.completeopt = 'menuone,noselect,popup'
vim.o.autoindent = false

--- Presses keys that end in a text, asks what may follow unless a blank does so, takes one of what is
--- offered, and types on. Returns all that is offered, as Neovim shows it.
local function typed(keys, taken, more)
  local offered
  function _G.offer()
    if not vim.endswith(keys, ' ') then vim.lsp.completion.get() end
    tools.wait('what may follow ' .. keys, function() return vim.fn.pumvisible() == 1 end)
    offered = vim.fn.complete_info({ 'items' }).items
    for place, it in ipairs(offered) do
      if it.abbr == taken then vim.api.nvim_select_popupmenu_item(place - 1, true, true, {}) end
    end
  end
  local all = ('%s<Cmd>lua offer()<CR>%s<Esc>'):format(keys, more or '')
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(all, true, false, true), 'x', false)
  return offered
end

local function abbreviations(offered, most)
  return vim.list_slice(tools.names(offered, 'abbr'), 1, most)
end

local function by_type()
  tools.edit('territories.ground')
  tools.settle()
  vim.lsp.completion.enable(true, tools.client.id, 0, { autotrigger = true })
  local offered = typed('Godefine odd = segment = ', 'mid_market')
  expect('values first', abbreviations(offered, 4), { 'field', 'inside', 'mid_market', 'not_known' })
  expect('the line', vim.api.nvim_get_current_line(), 'define odd = segment = mid_market')
  tools.settle()
  expect('findings', tools.findings(), {})
end

local function by_beginning()
  local offered = typed('Godefine odder = pla', 'place', ' is known')
  expect('what is offered', abbreviations(offered), { 'place' })
  tools.holds('the documentation', offered[1].info, 'Where they are: what they told us, else where the invoice would go.')
  expect('what it is', offered[1].menu, 'definition: text')
  expect('the line', vim.api.nvim_get_current_line(), 'define odder = place is known')
end

local function with_gaps()
  local offered = typed('Gomus', 'must')
  expect('what is offered', abbreviations(offered), { 'must' })
  expect('the line', vim.api.nvim_get_current_line(), 'must name: condition because "why"')
  expect('a gap to be filled in', vim.snippet.active({ direction = 1 }), true)
  vim.snippet.stop()
end

local function columns()
  tools.edit('crm.ground')
  vim.lsp.completion.enable(true, tools.client.id, 0, { autotrigger = true })
  tools.replace('"Times Direct"', '"')
  tools.at('^times_direct')
  local offered = typed('ATimes', 'Times Direct', '"')
  expect('what is offered', abbreviations(offered), { 'Times Direct' })
  expect('what it is', offered[1].menu, 'column of the sample')
  tools.settle()
  expect('findings', tools.findings(), {})
end

local function layout()
  tools.reset()
  tools.edit('partners.ground')
  tools.settle()
  local before = tools.text()
  tools.replace('otherwise direct', 'otherwise    direct')
  tools.replace('because "A partner', 'because    "A partner')
  vim.lsp.buf.format()
  expect('the whole', tools.text(), before)
  tools.undo()
  tools.at('^must explained')
  local line = vim.fn.line('.')
  vim.lsp.buf.format({ range = { start = { line, 0 }, ['end'] = { line, 4 } } })
  tools.holds('a part', tools.text(), { 'otherwise    direct', 'because "A partner' })
end

local function no_layout()
  tools.append('define odd = = 1')
  local before = tools.text()
  vim.lsp.buf.format()
  expect('a text with a fault', tools.text(), before)
end

return { by_type, by_beginning, with_gaps, columns, layout, no_layout }
