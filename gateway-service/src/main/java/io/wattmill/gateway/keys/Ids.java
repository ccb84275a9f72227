// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.wattmill.gateway.tenancy.Names;

import java.security.SecureRandom;

/** Ids that nobody has to invent, and secrets. */
final class Ids {

    private static final String DIGITS = "23456789abcdefghjkmnpqrstuvwxyz";
    private static final int SUFFIX = 6;
    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /** An id for what is called {@code name}. */
    String of(String name) {
        StringBuilder suffix = new StringBuilder(SUFFIX);
        for (int i = 0; i < SUFFIX; i++) {
            suffix.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return Names.id(name, suffix.toString());
    }

    /** 32 bytes for a new key. */
    byte[] secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
