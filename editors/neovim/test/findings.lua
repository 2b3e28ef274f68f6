-- What is wrong is shown at once, or once it is proved, and no longer than it is so.

local tools = require('test.tools')
local expect = tools.expect

local function at_once()
  tools.edit('territories.ground')
  tools.settle()
  expect('a policy without a fault', tools.findings(), {})
  tools.append('define odd = employes > 3')
  tools.settle()
  local found = tools.findings('unknown-name')[1]
  expect('where it is', { found.lnum, found.col, found.end_col }, { vim.fn.line('$') - 1, 13, 21 })
  tools.holds('what it says', found.message, { '`employes`', '`employees`' })
  tools.undo()
  expect('the fault taken out again', tools.findings(), {})
end

--- What is proved is about the text as it is: with the next fault it goes, and comes back with that.
local function of_the_proof()
  tools.replace('    "Canada"                           | any                                   => us_east\n', '')
  tools.settle()
  expect('a row taken out', tools.findings(), { 'gap' })
  tools.holds('the gap', tools.findings('gap')[1].message, { '`territory` decides nothing', 'Canada' })
  tools.append('define odd = = 1')
  tools.settle()
  expect('a text that cannot be read', tools.findings(), { 'syntax' })
  tools.undo()
  expect('the text as before', tools.findings(), { 'gap' })
  tools.undo()
  expect('all undone', tools.findings(), {})
end

--- A change of one text is told of in another.
local function across_texts()
  tools.replace('define place =', 'define spot =')
  tools.settle()
  local found = tools.findings('unknown-name')[1]
  tools.holds('a name that is gone', found.message, 'nothing is called `place`')
  local others = vim.tbl_map(function(it)
    return ('%s:%d'):format(vim.fs.basename(it.location.uri), it.location.range.start.line + 1)
  end, found.user_data.lsp.relatedInformation)
  expect('its other readers', others, { 'territories.ground:64', 'languages.csv:1' })
  tools.edit('partners.ground')
  tools.append('define place = country')
  tools.settle()
  expect('the name declared elsewhere', tools.findings(nil, vim.fn.bufnr('territories.ground')), {})
end

--- A list, which Neovim does not tell the server of, is read again once it is saved.
local function on_the_disk()
  tools.reset()
  tools.edit('territories.ground')
  tools.settle()
  local list = tools.folder .. '/lists/named_accounts.txt'
  local lines = vim.fn.readfile(list)
  local function twice()
    local buffer = vim.fn.bufnr(list)
    return buffer > 0 and tools.findings('duplicate-entry', buffer)[1]
  end
  vim.fn.writefile({ lines[1] }, list, 'a')
  local found = tools.wait('a company that stands there twice', twice)
  expect('where it is', found.lnum, #lines)
  vim.fn.writefile(lines, list)
  tools.wait('no company twice', function() return not twice() end)
end

return { at_once, of_the_proof, across_texts, on_the_disk }
