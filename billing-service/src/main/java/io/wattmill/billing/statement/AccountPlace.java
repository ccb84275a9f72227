// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import java.util.List;
import java.util.Optional;

/** An account's place in the list of all, which is in the order of these parts. */
public record AccountPlace(int ledger, int code, String owner, String unit) {

    /** Before every account. */
    public static final AccountPlace START = new AccountPlace(0, 0, "", "");

    private static final int PARTS = 4;

    /** As a cursor. */
    public String cursor() {
        return Cursor.of(ledger, code, unit, owner);
    }

    /** What a cursor says, or empty when it is not one of ours. */
    public static Optional<AccountPlace> of(String cursor) {
        try {
            return Cursor.parts(cursor, PARTS).map(AccountPlace::read);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static AccountPlace read(List<String> parts) {
        return new AccountPlace(
                Short.parseShort(parts.getFirst()),
                Short.parseShort(parts.get(1)),
                parts.get(3),
                parts.get(2));
    }
}
