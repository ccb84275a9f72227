// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.adjust;

import io.wattmill.billing.account.Account;
import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.account.TransferIds;
import io.wattmill.billing.price.MonthTotal;

/**
 * What is posted of a month now.
 *
 * @param revision how many were posted of it before, and this one
 * @param adjustedNano of the whole month so far; above 0 the project owes more
 * @param postedNano the part of it that was not posted before; not 0
 */
record Adjustment(
        MonthTotal total, int revision, int priceVersion, long adjustedNano, long postedNano) {

    /** Its transfer, the {@code ordinal}-th of a booking. */
    Transfer transfer(long bookingId, int ordinal) {
        Account owed = Account.money(AccountCode.RECEIVABLE, total.project(), total.currency());
        Account earned = Account.money(AccountCode.REVENUE, total.model(), total.currency());
        boolean more = postedNano > 0;
        return new Transfer(
                TransferIds.ofBooking(bookingId, ordinal),
                new Transfer.OfBooking(bookingId),
                more ? owed : earned,
                more ? earned : owed,
                Math.absExact(postedNano));
    }
}
