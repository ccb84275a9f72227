// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The text of a place in a list: opaque to whoever passes it back. */
final class Cursor {

    private static final String PREFIX = "page_";
    private static final String BETWEEN = "\u001f";

    private Cursor() {}

    static String of(Object... parts) {
        String text = String.join(BETWEEN, Arrays.stream(parts).map(Object::toString).toList());
        return PREFIX
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The parts, or empty when there are not as many. */
    static Optional<List<String>> parts(String cursor, int wanted) {
        if (!cursor.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(cursor.substring(PREFIX.length()));
            String[] parts = new String(text, StandardCharsets.UTF_8).split(BETWEEN, -1);
            return Optional.of(List.of(parts)).filter(found -> found.size() == wanted);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
