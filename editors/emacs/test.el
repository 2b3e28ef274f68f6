;;; test.el --- Tries groundrules-mode.el without a display -*- lexical-binding: t -*-

;;; Commentary:

;; emacs --batch -l editors/emacs/groundrules-mode.el -l editors/emacs/test.el
;;
;; With GROUNDRULES in the environment, and with eglot, also that program's language server.

;;; Code:

(require 'cl-lib)
(require 'eglot nil t)

(defconst test-policy
  (expand-file-name "../../policies/online-courses/policy.ground" (file-name-directory load-file-name)))

(defun test-face (text)
  "The face of the first place that holds TEXT."
  (goto-char (point-min))
  (search-forward text)
  (get-text-property (match-beginning 0) 'face))

(defun test-colours ()
  "Words, names, texts and comments have their faces."
  (cl-assert (eq major-mode 'groundrules-mode))
  (font-lock-ensure)
  (cl-assert (eq (test-face "decision qualification") 'font-lock-keyword-face))
  (cl-assert (eq (test-face "qualification: one of") 'font-lock-function-name-face))
  (cl-assert (eq (test-face "when ") 'font-lock-keyword-face))
  (cl-assert (eq (test-face "\"Online courses\"") 'font-lock-string-face)))

(defun test-indentation ()
  "A shipped policy keeps its layout at the starts of blocks."
  (with-temp-buffer
    (insert "score fit {\ngroup \"a\" {\n+1 when b # {\n}\n}\n")
    (groundrules-mode)
    (let ((inhibit-message t)) (indent-region (point-min) (point-max)))
    (cl-assert (equal (buffer-string) "score fit {\n  group \"a\" {\n    +1 when b # {\n  }\n}\n"))))

(defun test-findings (wanted)
  "Wait until the buffer shows WANTED findings."
  (let ((left 400) found)
    (while (and (> left 0)
                (/= wanted (setq found (length (cl-remove-if (lambda (it) (eq (flymake-diagnostic-type it) 'eglot-note))
                                                             (flymake-diagnostics))))))
      (setq left (1- left))
      (accept-process-output nil 0.05))
    (cl-assert (= wanted found) nil "%s findings, not %s" found wanted)))

(defun test-tell ()
  "Do what Emacs does when nobody types: tell the server of changes, and ask it for findings."
  (eglot--signal-textDocument/didChange)
  (flymake-start))

(defun test-server (program)
  "The language server of PROGRAM finds what is typed wrongly."
  (setq eglot-server-programs (list (list 'groundrules-mode program "lsp")) eglot-sync-connect t)
  (let ((inhibit-message t)) (call-interactively #'eglot))
  (flymake-mode 1)
  (test-findings 0)
  (goto-char (point-max))
  (insert "define odd = no_such_name > 3\n")
  (test-tell)
  (test-findings 1)
  (forward-line -1)
  (delete-region (point) (point-max))
  (test-tell)
  (test-findings 0)
  (set-buffer-modified-p nil))

(let ((program (getenv "GROUNDRULES")))
  (when (equal program "") (setq program nil))
  (find-file test-policy)
  (test-colours)
  (test-indentation)
  (when (and program (featurep 'eglot)) (test-server (expand-file-name program)))
  (princ (format "emacs %s: %s\n" emacs-version
                 (if (and program (featurep 'eglot)) "the mode and the server work" "the mode works; no server was tried"))))

;;; test.el ends here
