-- How a policy is built, and what stands beside its lines.

local tools = require('test.tools')
local expect = tools.expect

local function symbols()
  tools.edit('journey.ground')
  tools.settle()
  local found = tools.ask_of('documentSymbol')
  expect('the declarations', tools.names(found), { 'after_no', 'most_rounds', 'out_of_reach', 'route' })
  local stages = found[4].children
  expect('the stages', tools.names(stages), { 'new', 'offered', 'with_partner', 'direct', 'nurture', 'deal', 'closed' })
  local parts = tools.names(stages[3].children)
  expect('of one', vim.list_slice(parts, 1, 2), { 'report', 'to deal when verdict = accepted unless partner_verdict = refused' })
end

local function search()
  local found
  vim.lsp.buf.workspace_symbol('fndbypar', { on_list = function(list) found = list.items end })
  tools.wait('what is called so', function() return found end)
  expect('what is called so', vim.tbl_map(function(it) return vim.fs.basename(it.filename) .. ' ' .. it.text end, found), { 'partners.ground [Event] found_by_partner' })
end

--- The closing bracket stays in sight.
local function folds()
  vim.wo.foldmethod = 'expr'
  vim.wo.foldexpr = 'v:lua.vim.lsp.foldexpr()'
  vim.cmd('normal! zM')
  local function lines(words)
    local line = vim.fn.search(words, 'cnw')
    return { vim.fn.foldclosed(line), vim.fn.foldclosedend(line) }
  end
  tools.wait('folds', function() return lines('^decision after_no')[1] > 0 end)
  expect('a decision', lines('^decision after_no'), { 4, 9 })
  expect('a journey', lines('^journey route'), { 18, 100 })
  vim.cmd('normal! zR')
end

local function selection()
  tools.at('overrides ^first_stage')
  local here = vim.lsp.util.make_position_params(0, tools.client.offset_encoding)
  local params = { textDocument = here.textDocument, positions = { here.position } }
  local range = tools.ask('textDocument/selectionRange', params)[1]
  local starts = {}
  while range do
    table.insert(starts, vim.split(tools.words(range.range), '\n')[1])
    range = range.parent
  end
  expect('what a selection grows to, by its first line', starts, {
    'first_stage',
    'to closed when out_of_reach overrides first_stage because "They want no word from us."',
    'accountable marketing',
    '{',
    'stage new "New" start agreed by marketing, channel, sales {',
    'stage new "New" start agreed by marketing, channel, sales {',
    '{',
    'journey route "Route to a deal" tracks stage since stage_since {',
    '# Who answers for a lead at each stage, what is done, and by when.',
  })
end

local function tokens()
  vim.cmd('redraw')
  local function kind(marked)
    tools.at(marked)
    local found = tools.wait('a token', function() return (vim.lsp.semantic_tokens.get_at_pos() or {})[1] end)
    return found.type .. (found.modifiers.declaration and ' declared' or '')
  end
  local kinds = {}
  for _, it in ipairs({ '^decision after_no', 'decision ^after_no', 'table ^reason', '^no_budget, bad', '^# Who answers', '"^They want' }) do
    table.insert(kinds, kind(it))
  end
  expect('kinds', kinds, { 'keyword', 'method declared', 'property', 'enumMember', 'comment', 'string' })
end

local function links()
  tools.edit('policy.ground')
  local found = tools.ask_of('documentLink')
  expect('words', vim.tbl_map(function(it) return tools.words(it.range) end, found), {
    'lists/holidays_us.txt',
    'sample.csv',
    'lists/holidays_us.txt',
  })
  expect('where to', found[2].target, vim.uri_from_fname(tools.folder .. '/sample.csv'))
end

--- What stands behind lines, as `line words`.
local function beside(found, words)
  return vim.tbl_map(function(it)
    local place = it.position or it.range.start
    return ('%d %s'):format(place.line + 1, words(it))
  end, found)
end

local function hints()
  tools.edit('journey.ground')
  tools.settle()
  vim.lsp.inlay_hint.enable(true)
  local found = tools.wait('hints', function()
    local found = vim.lsp.inlay_hint.get({ bufnr = 0 })
    return #found > 0 and found
  end)
  local labels = beside(tools.names(found, 'inlay_hint'), function(it) return it.label end)
  expect('hints', labels, { '32 started now: Thu Jul 9, 08:30', '84 started now: Thu Jul 2, 08:30' })
end

--- Waits until one of what stands above the lines is this.
local function shown(title)
  local titles
  tools.wait(title, function()
    vim.lsp.codelens.refresh({ bufnr = 0 })
    titles = beside(vim.lsp.codelens.get(0), function(it) return it.command.title end)
    return vim.list_contains(titles, title)
  end)
  return titles
end

local function counts()
  tools.edit('territories.ground')
  shown('28 inside 42, mid_market 33, field 30, not_known 34, not decided 1')
  shown('63 decides 43 of 140, beside other rules that hold 19')
  tools.append('score interest 0..100 {\n  +60 when times_direct > 1\n  +10 when country is known\n}')
  tools.settle()
  shown('114 can be 70 at most and 0 at least; 0 to 70, 37.3 on average of 140 leads')
end

local function examples()
  tools.edit('examples.ground')
  local titles = shown('3 holds')
  expect('all of them hold', titles, { '3 holds', '18 holds', '39 holds', '60 holds', '74 holds', '88 holds' })
  tools.replace('expect owner = inside_en', 'expect owner = inside_fr')
  tools.settle()
  expect('one that does not', tools.findings(), { 'failed-example' })
  shown('3 does not hold: `owner` should be Inside sales, French (`inside_fr`), and is Inside sales, English (`inside_en`)')
end

return { symbols, search, folds, selection, tokens, links, hints, counts, examples }
