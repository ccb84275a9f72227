// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param hasMore whether {@code page=nextPage} may give more; a page may be short, even empty, and
 *     have more after it
 */
public record Page<T>(String object, List<T> data, boolean hasMore, @Nullable String nextPage) {

    /** A page, with the cursor of the next one where there is one. */
    public static <T> Page<T> of(List<T> data, Optional<String> next) {
        return new Page<>("list", List.copyOf(data), next.isPresent(), next.orElse(null));
    }
}
