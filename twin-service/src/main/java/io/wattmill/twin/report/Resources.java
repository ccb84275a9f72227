// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Text that is shipped with the code. */
final class Resources {
    private Resources() {}

    /** The text of a resource; a path without a leading slash is beside this package. */
    static String text(String path) {
        try (var in = Resources.class.getResourceAsStream(path)) {
            var bytes = Objects.requireNonNull(in, path).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
