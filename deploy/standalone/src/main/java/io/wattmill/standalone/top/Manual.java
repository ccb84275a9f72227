// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.top;

import java.util.List;

/**
 * What a screen says of itself.
 *
 * @param title the command
 * @param asking shown until there are figures
 * @param help every line of it; fits 80 columns and 23 rows
 */
public record Manual(String title, String asking, List<String> help) {

    /** Of `wattmill top`. */
    public static final Manual FACTORY =
            new Manual("wattmill top", "asking the gateway …", TopView.help());

    /** Of `wattmill agent top`. */
    public static final Manual NODE =
            new Manual("wattmill agent top", "asking the agent …", node());

    /** Copies the lines. */
    public Manual {
        help = List.copyOf(help);
    }

    private static List<String> node() {
        return List.of(
                "wattmill agent top",
                "",
                "  /TEXT          only rows with this text: GPUs, engines",
                "  :model X       only engines that serve a model with X in its name; alone: all",
                "  :all, Esc      every row",
                "  :every 5s      ask the agent every 5 seconds",
                "  :q, q, Ctrl-C  leave",
                "",
                "Figures are those of the agent's /node; – is what the host does not tell.",
                "",
                "  cap            power limit in force, whoever set it",
                "  util           time in which a kernel ran; it is not load",
                "  tok/s          tokens produced, over the last 10 s; of an engine on several",
                "                 GPUs each GPU shows its part",
                "  tok/J          tokens per joule of the engine's GPUs, the host not counted;",
                "                 – where two engines share a GPU",
                "  state          ok, unread, or why clocks are lower than they could be");
    }
}
