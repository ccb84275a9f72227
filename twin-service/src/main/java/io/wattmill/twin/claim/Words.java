// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import java.util.Locale;

/** Names of constants as claim files and reports write them. */
public final class Words {
    private Words() {}

    /** {@code INPUT_AND_OUTPUT} as {@code input-and-output}; numbers as they are. */
    public static String of(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A constant's word. */
    public static String of(Enum<?> constant) {
        return of(constant.name());
    }
}
