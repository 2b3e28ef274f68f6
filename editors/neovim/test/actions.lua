-- What is offered for a finding, chosen and made.

local tools = require('test.tools')
local expect = tools.expect

--- Chooses one of the changes that are offered where the cursor is, and returns the titles of all.
local function choose(title)
  local titles
  vim.ui.select = function(items, _, chosen)
    titles = vim.tbl_map(function(it) return it.action.title end, items)
    for _, it in ipairs(items) do
      if it.action.title == title then return chosen(it) end
    end
  end
  vim.lsp.buf.code_action()
  tools.wait('what is offered', function() return titles end)
  tools.settle()
  return titles
end

local function fix()
  tools.edit('territories.ground')
  tools.append('define odd = employes > 3')
  tools.settle()
  tools.at('^employes >')
  local titles = choose('Write `employees`')
  expect('what is offered', titles, { 'Write `employees`' })
  tools.holds('the text', tools.text(), 'define odd = employees > 3')
  expect('after that', tools.findings(), {})
end

local function with_a_gap()
  tools.reset()
  tools.edit('territories.ground')
  tools.replace('    "Canada"                           | any                                   => us_east\n', '')
  tools.settle()
  expect('a row taken out', tools.findings(), { 'gap' })
  tools.at('decision ^territory')
end

local function add_rule()
  with_a_gap()
  choose('Add a rule that gives these leads `us_east`')
  expect('after that', tools.findings(), {})
  tools.holds('the text', tools.text(), '  rule new_rule_1: us_east when place = "Canada"\n}\n')
end

local function write_example()
  with_a_gap()
  choose('Write the lead that shows it as an example')
  vim.cmd.buffer('examples.ground')
  tools.holds('the other text', tools.text(), 'country "Canada"')
  tools.settle()
  local failing = tools.findings('failed-example')
  tools.holds('it fails until the gap is closed', failing[#failing].message, '`territory` should be known')
end

local function accept()
  with_a_gap()
  choose('Accept this for these leads: `gap` in `territory`')
  tools.holds('the text', tools.text(), 'accept gap in territory when place = "Canada" because "Say why."')
  expect('after that', tools.findings(), {})
end

return { fix, add_rule, write_example, accept }
