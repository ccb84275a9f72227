// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.terminal;

/** A key that was pressed. */
public sealed interface Key {

    /** One that writes. */
    record Letter(char letter) implements Key {}

    /** Return. */
    record Enter() implements Key {}

    /** Backspace. */
    record Erase() implements Key {}

    /** Escape. */
    record Escape() implements Key {}

    /** An arrow, a function key, a control character. */
    record Other() implements Key {}
}
