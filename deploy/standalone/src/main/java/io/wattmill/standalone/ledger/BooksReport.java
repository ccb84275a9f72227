// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.ledger;

import java.util.List;

/**
 * The ledger's own audit, `/billing/verify`.
 *
 * @param ok whether every check holds
 * @param checks in their order
 */
public record BooksReport(boolean ok, List<Check> checks) {

    /** One invariant: what was looked at, or what breaks it. */
    public record Check(String name, boolean ok, String detail) {}
}
