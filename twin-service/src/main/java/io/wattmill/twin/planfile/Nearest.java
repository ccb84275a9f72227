// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that was probably meant. */
final class Nearest {
    private static final int MAX_NAMES = 500;
    private static final int MAX_CHARS = 63;

    private Nearest() {}

    /** "; do you mean X?", or nothing when none is near. */
    static String hint(String written, Collection<String> names) {
        return find(written, names).map(name -> "; do you mean " + name + "?").orElse("");
    }

    private static Optional<String> find(String written, Collection<String> names) {
        if (written.isEmpty() || written.length() > MAX_CHARS) {
            return Optional.empty();
        }
        int far = Math.max(1, written.length() / 3);
        return names.stream()
                .limit(MAX_NAMES)
                .filter(name -> distance(written, name) <= far)
                .min(Comparator.comparingInt(name -> distance(written, name)));
    }

    /** Levenshtein's: insertions, deletions and replacements from one to the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            row = next(row, from.charAt(i - 1), to, i);
        }
        return row[to.length()];
    }

    private static int[] next(int[] row, char letter, String to, int first) {
        int[] next = new int[row.length];
        next[0] = first;
        for (int j = 1; j < row.length; j++) {
            int replaced = row[j - 1] + (to.charAt(j - 1) == letter ? 0 : 1);
            next[j] = Math.min(replaced, 1 + Math.min(row[j], next[j - 1]));
        }
        return next;
    }
}
