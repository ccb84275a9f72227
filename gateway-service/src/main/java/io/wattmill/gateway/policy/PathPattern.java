// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.policy;

/**
 * A set of paths. Paths are compared as they came, byte for byte: nothing is decoded or normalized,
 * and a path that would mean something else after that matches nothing.
 *
 * @param text the path, a star for one segment
 * @param open whether the text is only the beginning
 */
public record PathPattern(String text, boolean open) {

    /** One path; a star stands for one segment. */
    public static PathPattern exactly(String path) {
        return new PathPattern(path, false);
    }

    /** Every path that begins with {@code prefix} and goes on. */
    public static PathPattern below(String prefix) {
        return new PathPattern(prefix, true);
    }

    /** Whether {@code path}, without query, belongs to the set. */
    public boolean matches(String path) {
        if (open) {
            return path.length() > text.length() && path.startsWith(text) && isPlain(path);
        }
        int star = text.indexOf('*');
        return star < 0 ? path.equals(text) : segment(path, star).length() > 0;
    }

    /** The segment that the star stands for; empty when the path does not match. */
    public String segment(String path) {
        int star = text.indexOf('*');
        return star < 0 ? "" : segment(path, star);
    }

    private String segment(String path, int star) {
        String head = text.substring(0, star);
        String tail = text.substring(star + 1);
        boolean fits =
                path.length() > text.length() - 1
                        && path.startsWith(head)
                        && path.endsWith(tail)
                        && isPlain(path);
        String middle = fits ? path.substring(star, path.length() - tail.length()) : "";
        return middle.indexOf('/') < 0 ? middle : "";
    }

    /**
     * No escape, no empty or dotted segment, no parameter, no backslash: nothing that a second
     * reader could fold.
     */
    private static boolean isPlain(String path) {
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            boolean plain = Character.isLetterOrDigit(c) && c < 128 || "/-_.:~".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return !path.contains("//") && !path.contains("/.");
    }
}
