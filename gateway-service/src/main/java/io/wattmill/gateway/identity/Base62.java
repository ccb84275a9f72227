// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.math.BigInteger;

/** Letters and digits only, so that a key is one word under a double click. */
final class Base62 {

    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger RADIX = BigInteger.valueOf(62);

    private Base62() {}

    /** {@code value} with leading zeros up to {@code length} digits; it must fit. */
    static String encode(BigInteger value, int length) {
        char[] digits = new char[length];
        BigInteger rest = value;
        for (int at = length - 1; at >= 0; at--) {
            BigInteger[] step = rest.divideAndRemainder(RADIX);
            digits[at] = DIGITS.charAt(step[1].intValue());
            rest = step[0];
        }
        return new String(digits);
    }

    /** The same for a value that is not negative; every request checks a key's checksum. */
    static String encode(long value, int length) {
        char[] digits = new char[length];
        long rest = value;
        for (int at = length - 1; at >= 0; at--) {
            digits[at] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
