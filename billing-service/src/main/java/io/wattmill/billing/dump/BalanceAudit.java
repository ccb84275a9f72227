// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.dump;

import io.wattmill.billing.chain.Layout;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** B-I1 to B-I3 on a dump: what accounts say against what transfers moved. */
final class BalanceAudit {

    private static final Set<String> POSTED = Set.of("0", "2", "5");
    private static final String PENDING = "1";

    /** Debits and credits, posted and pending. */
    private record Balance(
            BigInteger debits, BigInteger credits, BigInteger held, BigInteger awaited) {

        static final Balance NOTHING =
                new Balance(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

        Balance plus(Balance other) {
            return new Balance(
                    debits.add(other.debits),
                    credits.add(other.credits),
                    held.add(other.held),
                    awaited.add(other.awaited));
        }

        static Balance debit(BigInteger amount, boolean posted) {
            return posted ? NOTHING.with(amount, false) : NOTHING.pending(amount, false);
        }

        static Balance credit(BigInteger amount, boolean posted) {
            return posted ? NOTHING.with(amount, true) : NOTHING.pending(amount, true);
        }

        private Balance with(BigInteger amount, boolean credit) {
            return credit
                    ? new Balance(debits, amount, held, awaited)
                    : new Balance(amount, credits, held, awaited);
        }

        private Balance pending(BigInteger amount, boolean credit) {
            return credit
                    ? new Balance(debits, credits, held, amount)
                    : new Balance(debits, credits, amount, awaited);
        }
    }

    private record Account(String ledger, String unit, Balance balance) {}

    private record Moved(String debit, String credit, BigInteger amount) {}

    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Balance> moved = new HashMap<>();
    private final Map<String, Moved> pending = new HashMap<>();
    private final Findings sides = new Findings();
    private long transfers;

    void account(Fields fields) {
        accounts.put(
                fields.text(Columns.ACCOUNT),
                new Account(
                        fields.text(Columns.ACCOUNT_LEDGER),
                        fields.text(Columns.UNIT),
                        new Balance(
                                amount(fields, Columns.DEBITS_POSTED),
                                amount(fields, Columns.CREDITS_POSTED),
                                amount(fields, Columns.DEBITS_PENDING),
                                amount(fields, Columns.CREDITS_PENDING))));
    }

    void transfer(Fields fields) {
        transfers++;
        String id = fields.text(Columns.TRANSFER);
        Moved move =
                new Moved(
                        fields.text(Columns.DEBIT),
                        fields.text(Columns.CREDIT),
                        amount(fields, Columns.AMOUNT));
        checkSides(id, fields.text(Columns.LEDGER), move);
        String kind = fields.text(Columns.KIND);
        if (kind.equals(PENDING)) {
            pending.put(id, move);
        } else if (POSTED.contains(kind)) {
            book(move, true);
        }
        fields.maybe(Columns.RESOLVES).ifPresent(pending::remove);
    }

    private void checkSides(String id, String ledger, Moved move) {
        Account debit = accounts.get(move.debit());
        Account credit = accounts.get(move.credit());
        boolean fits =
                debit != null
                        && credit != null
                        && !move.debit().equals(move.credit())
                        && debit.ledger().equals(ledger)
                        && credit.ledger().equals(ledger)
                        && debit.unit().equals(credit.unit());
        if (!fits) {
            sides.add("transfer " + id);
        }
    }

    private void book(Moved move, boolean posted) {
        moved.merge(move.debit(), Balance.debit(move.amount(), posted), Balance::plus);
        moved.merge(move.credit(), Balance.credit(move.amount(), posted), Balance::plus);
    }

    DumpAudit.Check sums() {
        Map<String, Balance> byLedger = new LinkedHashMap<>();
        accounts.values()
                .forEach(
                        a ->
                                byLedger.merge(
                                        a.ledger() + " " + a.unit(), a.balance(), Balance::plus));
        Findings findings = new Findings();
        byLedger.forEach(
                (ledger, sum) -> {
                    if (!sum.debits().equals(sum.credits()) || !sum.held().equals(sum.awaited())) {
                        findings.add("ledger " + ledger);
                    }
                });
        return findings.check(
                "B-I1 debits equal credits in each ledger", accounts.size() + " accounts hold");
    }

    DumpAudit.Check sides() {
        return sides.check(
                "B-I2 each transfer has its amount on two accounts of its ledger",
                transfers + " transfers hold");
    }

    DumpAudit.Check accounts() {
        pending.values().forEach(move -> book(move, false));
        pending.clear();
        Findings findings = new Findings();
        accounts.forEach(
                (id, account) -> {
                    if (!account.balance().equals(moved.getOrDefault(id, Balance.NOTHING))) {
                        findings.add("account " + id);
                    }
                });
        return findings.check(
                "B-I3 balances equal the sums of their transfers",
                accounts.size() + " accounts hold");
    }

    private static BigInteger amount(Fields fields, int column) {
        return new BigInteger(fields.text(column));
    }

    /** Where things stand in a line. */
    private static final class Columns {
        static final int ACCOUNT = Layout.ACCOUNT.at("id");
        static final int ACCOUNT_LEDGER = Layout.ACCOUNT.at("ledger");
        static final int UNIT = Layout.ACCOUNT.at("unit");
        static final int DEBITS_PENDING = Layout.ACCOUNT.at("debits_pending");
        static final int DEBITS_POSTED = Layout.ACCOUNT.at("debits_posted");
        static final int CREDITS_PENDING = Layout.ACCOUNT.at("credits_pending");
        static final int CREDITS_POSTED = Layout.ACCOUNT.at("credits_posted");
        static final int TRANSFER = Layout.TRANSFER.at("id");
        static final int KIND = Layout.TRANSFER.at("kind");
        static final int LEDGER = Layout.TRANSFER.at("ledger");
        static final int DEBIT = Layout.TRANSFER.at("debit_account");
        static final int CREDIT = Layout.TRANSFER.at("credit_account");
        static final int AMOUNT = Layout.TRANSFER.at("amount");
        static final int RESOLVES = Layout.TRANSFER.at("pending_id");

        private Columns() {}
    }
}
