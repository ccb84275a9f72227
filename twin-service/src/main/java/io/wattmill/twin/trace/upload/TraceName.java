// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.upload;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an uploaded trace is called: safe as the name of a file.
 *
 * @param owner who may name it: an organization
 * @param name its owner's word for it
 */
public record TraceName(String owner, String name) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /** Letters, digits, _ and -, up to 64 of them each; otherwise empty. */
    public static Optional<TraceName> of(String owner, String name) {
        return WORD.matcher(owner).matches() && WORD.matcher(name).matches()
                ? Optional.of(new TraceName(owner, name))
                : Optional.empty();
    }

    /** As {@link #toString} wrote it. */
    public static Optional<TraceName> parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : of(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
