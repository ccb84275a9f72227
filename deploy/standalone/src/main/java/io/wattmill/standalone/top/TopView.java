// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.top;

import io.wattmill.standalone.board.RowFilter;
import io.wattmill.standalone.terminal.Key;

import java.util.List;

/**
 * What the viewer has asked for so far.
 *
 * @param filter which rows
 * @param everySeconds how often the figures are fetched
 * @param mode what keys mean now
 * @param typed what was typed after {@code /} or {@code :}
 * @param notice a word on the last command; may be empty
 */
public record TopView(RowFilter filter, int everySeconds, Mode mode, String typed, String notice) {

    /** How often figures are fetched until the viewer says otherwise. */
    static final int FIRST_SECONDS = 1;

    private static final int MAX_TYPED = 60;

    /** What keys mean. */
    public enum Mode {
        LOOKING,
        FILTERING,
        COMMANDING,
        HELP,
        OVER
    }

    /** At first. */
    public static TopView of(RowFilter filter) {
        return new TopView(filter, FIRST_SECONDS, Mode.LOOKING, "", "");
    }

    /** After a key. */
    public TopView after(Key key) {
        return switch (mode) {
            case LOOKING -> looking(key);
            case FILTERING -> filtering(key);
            case COMMANDING -> commanding(key);
            case HELP -> with(Mode.LOOKING, "", "");
            case OVER -> this;
        };
    }

    private TopView with(Mode newMode, String newTyped, String newNotice) {
        return new TopView(filter, everySeconds, newMode, newTyped, newNotice);
    }

    private TopView with(RowFilter newFilter) {
        return new TopView(newFilter, everySeconds, mode, typed, notice);
    }

    private TopView looking(Key key) {
        return switch (key) {
            case Key.Letter(char letter) -> looking(letter);
            case Key.Escape() -> with(RowFilter.NONE).with(Mode.LOOKING, "", "");
            case Key.Enter(), Key.Erase(), Key.Other() -> with(Mode.LOOKING, "", "");
        };
    }

    private TopView looking(char letter) {
        return switch (letter) {
            case '/' -> with(Mode.FILTERING, filter.text(), "");
            case ':' -> with(Mode.COMMANDING, "", "");
            case '?', 'h' -> with(Mode.HELP, "", "");
            case 'q' -> with(Mode.OVER, "", "");
            default -> with(Mode.LOOKING, "", "");
        };
    }

    /** Rows follow what is typed. */
    private TopView filtering(Key key) {
        return switch (key) {
            case Key.Letter(char letter) -> filteringBy(typed + letter);
            case Key.Erase() -> filteringBy(shorter());
            case Key.Enter() -> with(Mode.LOOKING, "", "");
            case Key.Escape() -> with(filter.withText("")).with(Mode.LOOKING, "", "");
            case Key.Other() -> this;
        };
    }

    private TopView filteringBy(String text) {
        return text.length() > MAX_TYPED
                ? this
                : with(filter.withText(text)).with(Mode.FILTERING, text, "");
    }

    private String shorter() {
        return typed.isEmpty() ? "" : typed.substring(0, typed.length() - 1);
    }

    private TopView commanding(Key key) {
        return switch (key) {
            case Key.Letter(char letter) ->
                    typed.length() < MAX_TYPED ? with(Mode.COMMANDING, typed + letter, "") : this;
            case Key.Erase() ->
                    with(typed.isEmpty() ? Mode.LOOKING : Mode.COMMANDING, shorter(), "");
            case Key.Enter() -> with(Mode.LOOKING, "", "").commanded(typed.strip());
            case Key.Escape() -> with(Mode.LOOKING, "", "");
            case Key.Other() -> this;
        };
    }

    private TopView commanded(String line) {
        String[] words = line.split("\\s+", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "" -> this;
            case "q", "quit" -> with(Mode.OVER, "", "");
            case "help" -> with(Mode.HELP, "", "");
            case "all" -> with(RowFilter.NONE);
            case "model" -> with(filter.withModel(rest));
            case "tenant" -> with(filter.withTenant(rest));
            case "every" -> every(rest);
            default ->
                    with(Mode.LOOKING, "", "no command ':" + words[0] + "'; ? shows what there is");
        };
    }

    private TopView every(String rest) {
        if (!rest.matches("[1-9][0-9]{0,3}s?")) {
            return with(Mode.LOOKING, "", "':every' takes 1s to 9999s, not '" + rest + "'");
        }
        int seconds = Integer.parseInt(rest.replace("s", ""));
        return new TopView(filter, seconds, Mode.LOOKING, "", "every " + seconds + " s");
    }

    /** The last line of the screen. */
    public String foot() {
        return switch (mode) {
            case FILTERING -> "/" + typed + "▏";
            case COMMANDING -> ":" + typed + "▏";
            case HELP, OVER -> "any key: back";
            case LOOKING -> notice.isEmpty() ? hints() : notice;
        };
    }

    private String hints() {
        String shown = filter.words().isEmpty() ? "" : "only " + filter.words() + " (Esc: all)   ";
        return shown + "/ filter   : command   ? help   q quit";
    }

    /** What there is. */
    static List<String> help() {
        return List.of(
                "wattmill top",
                "",
                "  /TEXT          only rows with this text: models, tenants, nodes, events",
                "  :model X       only models with X in their name; alone: all",
                "  :tenant X      only tenants with X in their name; alone: all",
                "  :all, Esc      every row",
                "  :every 5s      fetch the figures every 5 seconds",
                "  :q, q, Ctrl-C  leave",
                "",
                "Figures are /v1/factory's. – is what is not known; `wattmill top --json` says",
                "why, and for each figure its source, age and trust: measured by meters and",
                "counters, estimated by a factor or a model, twin when an emulated device's",
                "meter is among them.",
                "",
                "  bound by       what more work would run into: decode bandwidth, prefill",
                "                 compute, KV memory, batch slots, or nothing",
                "  SLO budget     what is left of the misses that the objective allows per hour",
                "  useful         busy GPU time whose tokens were delivered");
    }
}
