// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import java.util.Map;

/** Colour for a terminal that shows it, and none for one that does not. */
public enum Ink {
    /** Escape codes. */
    COLOUR,
    /** Text alone. */
    PLAIN;

    /** Colour on a terminal, unless <a href="https://no-color.org">NO_COLOR</a> is set. */
    public static Ink of(boolean terminal, Map<String, String> env) {
        boolean wanted =
                env.getOrDefault("NO_COLOR", "").isEmpty()
                        && !env.getOrDefault("TERM", "").equals("dumb");
        return terminal && wanted ? COLOUR : PLAIN;
    }

    /** Less than the rest. */
    public String dim(String text) {
        return code("2", text);
    }

    /** More than the rest. */
    public String bold(String text) {
        return code("1", text);
    }

    /** To be looked at. */
    public String warn(String text) {
        return code("33", text);
    }

    private String code(String code, String text) {
        return this == PLAIN ? text : "\033[" + code + "m" + text + "\033[0m";
    }
}
