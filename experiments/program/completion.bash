# Completion of the cellar program for bash.

_cellar_options() {
  "$@" --help 2>/dev/null | grep -oE -- '^ +(-[a-z] \[ )?--[a-z-]+' | grep -oE -- '--[a-z-]+'
}

_cellar() {
  local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} choices=""
  local command=${COMP_WORDS[1]}
  if ((COMP_CWORD == 1)); then
    choices="$("$program" --help 2>/dev/null | grep -oE '^  [a-z]+ ' | grep -vE 'cellar') --help --version"
  elif [[ $word == -* ]]; then
    local -a words=("$program" "$command")
    [[ $command == checkpoint ]] && words+=("${COMP_WORDS[2]}")
    choices=$(_cellar_options "${words[@]}")
  else
    case $before in
      --dataset | --report) choices=$("$program" list datasets 2>/dev/null | cut -d' ' -f1) ;;
      --table) choices=$("$program" list tables 2>/dev/null | cut -d' ' -f1) ;;
      --space) choices=$("$program" list spaces 2>/dev/null | cut -d' ' -f1) ;;
      --as) choices="nas-bench-201 nats-bench" ;;
      --set) choices="valid test train x-valid x-test ori-test" ;;
      --schedule | --hp) choices="12 200 less full" ;;
      --*) ;;
      *)
        case $command in
          checkpoint) ((COMP_CWORD == 2)) && choices="show draw import score export" ;;
          list) choices="spaces searchers tables datasets" ;;
          run) choices=$("$program" list searchers 2>/dev/null | cut -d' ' -f1) ;;
          check) choices="table client reinforce-steps bohb-kde $("$program" list searchers 2>/dev/null | cut -d' ' -f1)" ;;
        esac
        ;;
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}

complete -o default -F _cellar cellar
