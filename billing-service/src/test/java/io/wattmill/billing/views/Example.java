// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.views;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** One question of the page, and the statement that answers it. */
record Example(String title, String sql) {

    /** All of them, in their order. */
    static List<Example> all() {
        try (InputStream file =
                Objects.requireNonNull(Example.class.getResourceAsStream("examples.sql"))) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("\n\n-- ")).skip(1).map(Example::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Example read(String text) {
        int end = text.indexOf('\n');
        return new Example(text.substring(0, end), text.substring(end + 1).strip());
    }

    @Override
    public String toString() {
        return title;
    }
}
