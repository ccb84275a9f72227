// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs.simulated;

import io.wattmill.twin.runs.RunAsked;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command that gives a run's figures again to whoever has the plan's file. */
final class CommandLine {
    private CommandLine() {}

    /**
     * For a shell.
     *
     * @param site whose plan it is: the file is called by it
     */
    static String of(String site, RunAsked asked) {
        var words = new ArrayList<>(List.of("plan", "run", site + ".yaml"));
        words.addAll(load(asked));
        asked.model().ifPresent(model -> words.addAll(List.of("--model", model)));
        words.addAll(List.of("--seed", "" + asked.seed(), "--seeds", "" + asked.seeds()));
        if (asked.speed() != 1) {
            words.addAll(List.of("--speed", "" + asked.speed()));
        }
        if (asked.brief()) {
            words.add("--brief");
        }
        return words.stream()
                .map(CommandLine::word)
                .collect(Collectors.joining(" ", "./wattmill ", ""));
    }

    private static List<String> load(RunAsked asked) {
        var count = Integer.toString(asked.requests());
        return switch (asked.trace()) {
            case RunAsked.PLANNED -> List.of("--limit", count);
            case RunAsked.CONVERSATION -> List.of("--generate", count);
            default -> {
                int colon = asked.trace().indexOf(':');
                var format = asked.trace().substring(0, colon);
                var path = asked.trace().substring(colon + 1);
                yield List.of("--trace", path, "--format", format, "--limit", count);
            }
        };
    }

    private static String word(String word) {
        return word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
