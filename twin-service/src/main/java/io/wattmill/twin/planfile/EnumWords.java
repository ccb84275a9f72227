// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The values of an enumeration as a plan file writes them: {@code DRY_COOLER} is dry-cooler. */
record EnumWords<E extends Enum<E>>(Class<E> type) {

    String of(E value) {
        return value.name()
                .toLowerCase(Locale.ROOT)
                .replace("_plus_", "+")
                .replace("two_n", "2n")
                .replace('_', '-');
    }

    List<String> all() {
        return Arrays.stream(type.getEnumConstants()).map(this::of).toList();
    }

    E value(String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> of(each).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a word: " + word));
    }
}
