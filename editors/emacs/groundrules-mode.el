;;; groundrules-mode.el --- Groundrules, a language for lead policies -*- lexical-binding: t -*-

;; Package-Requires: ((emacs "27.1"))

;;; Commentary:

;; Colours for the words that are always words of the language, for texts and for comments, and the
;; language server for eglot.  The server colours the rest where eglot shows semantic tokens.

;;; Code:

(defvar groundrules-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?_ "w" table)
    (modify-syntax-entry ?- "." table)
    table))

(defconst groundrules-mode-words
  '("after" "all" "and" "any" "at" "because" "by" "contains" "else" "from" "has" "in" "is" "known"
    "mentions" "missing" "no" "none" "not" "of" "or" "otherwise" "overrides" "per" "to" "unless"
    "until" "when" "within" "yes")
  "The words that no field can be called by, but for the units of time.")

(defconst groundrules-mode-declarations
  '("accept" "calendar" "decision" "define" "example" "forbid" "group" "journey" "lead" "list" "must"
    "policy" "role" "rule" "score" "source" "stage" "table" "task" "team" "vocabulary")
  "The words that declare something, where they stand first on a line.")

(defvar groundrules-mode-font-lock
  `((,(concat "^[ \t]*\\(" (regexp-opt groundrules-mode-declarations) "\\)[ \t]+\\([a-z][A-Za-z0-9_]*\\)")
     (1 font-lock-keyword-face)
     (2 font-lock-function-name-face))
    (,(concat "^[ \t]*\\(" (regexp-opt groundrules-mode-declarations) "\\)[ \t]*[\"{]")
     1 font-lock-keyword-face)
    ("^[ \t]*\\([a-z][A-Za-z0-9_]*\\)[ \t]*:[^:]" 1 font-lock-variable-name-face)
    (,(regexp-opt groundrules-mode-words 'words) . font-lock-keyword-face)))

(defun groundrules-mode-indent-line ()
  "Indent by two for each bracket that is open."
  (let* ((start (save-excursion (back-to-indentation) (point)))
         (depth (car (syntax-ppss start)))
         (closes (memq (char-after start) '(?} ?\)))))
    (save-excursion (indent-line-to (* 2 (max 0 (if closes (1- depth) depth)))))
    (when (< (current-column) (current-indentation)) (back-to-indentation))))

;;;###autoload
(define-derived-mode groundrules-mode prog-mode "Groundrules"
  "Major mode for policies in Groundrules."
  (setq-local comment-start "# "
              comment-start-skip "#+[ \t]*"
              indent-tabs-mode nil
              tab-width 2
              indent-line-function #'groundrules-mode-indent-line
              font-lock-defaults '(groundrules-mode-font-lock)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.ground\\'" . groundrules-mode))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(groundrules-mode "groundrules" "lsp")))

(provide 'groundrules-mode)
;;; groundrules-mode.el ends here
