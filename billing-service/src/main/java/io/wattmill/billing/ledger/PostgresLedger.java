// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.account.Account;
import io.wattmill.billing.account.Postings;
import io.wattmill.billing.account.Postings.Posting;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.sql.Statement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Writes transfers, their entries and the balances that follow, in the transaction of the
 * connection.
 */
public final class PostgresLedger {

    private record Entry(Transfer transfer, int side, Account account) {}

    private static final BulkInsert<Account> OPEN_ACCOUNTS =
            BulkInsert.<Account>into("account")
                    .column("id", PgType.BIGINT, Account::id)
                    .column("ledger", PgType.SMALLINT, a -> (short) a.code().ledger().id())
                    .column("code", PgType.SMALLINT, a -> (short) a.code().id())
                    .column("owner", PgType.TEXT, Account::owner)
                    .column("unit", PgType.TEXT, Account::unit)
                    .build("ON CONFLICT DO NOTHING");

    private static final BulkInsert<Transfer> TRANSFERS =
            BulkInsert.<Transfer>into("transfer")
                    .column("id", PgType.UUID, Transfer::id)
                    .column("ledger", PgType.SMALLINT, t -> (short) t.ledger().id())
                    .column("debit_account", PgType.BIGINT, t -> t.debit().id())
                    .column("credit_account", PgType.BIGINT, t -> t.credit().id())
                    .column("amount", PgType.BIGINT, Transfer::amount)
                    .column(
                            "event_id",
                            PgType.UUID,
                            t -> t.source() instanceof Transfer.OfRequest(var id) ? id : null)
                    .column(
                            "window_id",
                            PgType.BIGINT,
                            t -> t.source() instanceof Transfer.OfWindow(var id) ? id : null)
                    .build("");

    private static final BulkInsert<Entry> ENTRIES =
            BulkInsert.<Entry>into("entry")
                    .column("transfer_id", PgType.UUID, e -> e.transfer().id())
                    .column("side", PgType.SMALLINT, e -> (short) e.side())
                    .column("account_id", PgType.BIGINT, e -> e.account().id())
                    .column("amount", PgType.BIGINT, e -> e.transfer().amount())
                    .build("");

    /**
     * Locks in the order of ids, so that no two writers wait for each other; counts only accounts
     * that are the same.
     */
    private static final Statement LOCK =
            new Statement(
                    """
                    WITH locked AS (
                        SELECT a.id FROM account a
                        JOIN unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[]) AS k(id, code, owner, unit)
                          ON a.id = k.id AND a.code = k.code AND a.owner = k.owner AND a.unit = k.unit
                        ORDER BY a.id FOR UPDATE OF a)
                    SELECT count(*) AS locked FROM locked\
                    """);

    private static final Statement BALANCES =
            new Statement(
                    """
                    UPDATE account a
                       SET debits_posted = a.debits_posted + d.debits, credits_posted = a.credits_posted + d.credits
                      FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS d(id, debits, credits)
                     WHERE a.id = d.id\
                    """);

    private static final Future<Void> DONE = Future.succeededFuture();

    private PostgresLedger() {}

    /**
     * Books the transfers; fails, and with it the transaction, when one of them was booked before.
     */
    public static Future<Void> post(SqlConnection connection, List<Transfer> transfers) {
        List<Posting> postings = Postings.of(transfers);
        if (postings.isEmpty()) {
            return DONE;
        }
        List<Account> accounts = postings.stream().map(Posting::account).toList();
        return OPEN_ACCOUNTS
                .insert(connection, accounts)
                .compose(_ -> lock(connection, accounts))
                .compose(_ -> TRANSFERS.insert(connection, transfers))
                .compose(_ -> ENTRIES.insert(connection, entries(transfers)))
                .compose(_ -> balance(connection, postings));
    }

    private static Future<Void> lock(SqlConnection connection, List<Account> accounts) {
        return LOCK.row(
                        connection,
                        accounts.stream().map(Account::id).toArray(Long[]::new),
                        accounts.stream().map(PostgresLedger::code).toArray(Short[]::new),
                        accounts.stream().map(Account::owner).toArray(String[]::new),
                        accounts.stream().map(Account::unit).toArray(String[]::new))
                .map(row -> row.getLong("locked"))
                .compose(locked -> locked == accounts.size() ? DONE : sharedId());
    }

    private static Future<Void> sharedId() {
        return Future.failedFuture(new IllegalStateException("two accounts share an id"));
    }

    private static Short code(Account account) {
        return (short) account.code().id();
    }

    private static List<Entry> entries(List<Transfer> transfers) {
        List<Entry> entries = new ArrayList<>(2 * transfers.size());
        for (Transfer transfer : transfers) {
            entries.add(new Entry(transfer, 0, transfer.debit()));
            entries.add(new Entry(transfer, 1, transfer.credit()));
        }
        return entries;
    }

    private static Future<Void> balance(SqlConnection connection, List<Posting> postings) {
        return BALANCES.run(
                connection,
                longs(postings, posting -> posting.account().id()),
                longs(postings, Posting::debits),
                longs(postings, Posting::credits));
    }

    private static Long[] longs(List<Posting> postings, ToLongFunction<Posting> value) {
        Stream<Long> boxed = postings.stream().mapToLong(value).boxed();
        return boxed.toArray(Long[]::new);
    }
}
