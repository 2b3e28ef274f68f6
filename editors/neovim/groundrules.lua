-- Groundrules in Neovim 0.11 or newer: copy this file into ~/.config/nvim/plugin/. See README.md in the
-- folder above for the parser and its queries.

vim.filetype.add({ extension = { ground = 'groundrules' } })

vim.lsp.config('groundrules', {
  cmd = { 'groundrules', 'lsp' },
  filetypes = { 'groundrules' },
  root_markers = { '.git' },
  -- The file of leads for policies that name none: init_options = { sample = 'leads.csv' },
})
vim.lsp.enable('groundrules')

vim.api.nvim_create_autocmd('FileType', {
  pattern = 'groundrules',
  callback = function()
    vim.bo.commentstring = '# %s'
    vim.bo.shiftwidth = 2
    vim.bo.expandtab = true
    -- Without the parser the server's semantic tokens colour the text.
    if pcall(vim.treesitter.start) then
      vim.wo[0][0].foldmethod = 'expr'
      vim.wo[0][0].foldexpr = 'v:lua.vim.treesitter.foldexpr()'
      vim.wo[0][0].foldlevel = 99
    end
  end,
})
