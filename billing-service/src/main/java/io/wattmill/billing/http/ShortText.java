// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.MultiMap;

import java.util.Optional;

/** A parameter that is a name or the like. */
final class ShortText {

    private static final int MAX = 200;

    private ShortText() {}

    /**
     * What was given as {@code name}, if anything; {@link Wrong} when it is long or unprintable.
     */
    static Optional<String> of(MultiMap parameters, String name) {
        Optional<String> given =
                Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
        if (given.filter(text -> text.length() > MAX || !isPrintable(text)).isPresent()) {
            throw new Wrong(name, name + " is at most " + MAX + " printable characters.");
        }
        return given;
    }

    private static boolean isPrintable(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
