// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.account.Account;
import io.wattmill.billing.account.Postings;
import io.wattmill.billing.account.Postings.Posting;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.account.Transfer.Phase;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.sql.Statement;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Writes transfers and the balances that follow, in the transaction of the connection. Both sides
 * of a transfer are columns of its row: an entry without its counterpart cannot be written.
 */
public final class PostgresLedger {

    private static final short DEBITS_WITHIN_CREDITS = 1;

    private record Booked(long bookingId, Transfer transfer) {}

    /**
     * Most accounts are there: to look is four times cheaper than to try an insert, which asks
     * every unique index. The conflict that is left is with another writer who opens the same one.
     */
    private static final Statement OPEN =
            new Statement(
                    """
                    WITH k AS (
                        SELECT unnest($1::bigint[]) AS id, unnest($2::smallint[]) AS ledger,
                               unnest($3::smallint[]) AS code, unnest($4::text[]) AS owner,
                               unnest($5::text[]) AS unit, unnest($6::smallint[]) AS shard,
                               unnest($7::smallint[]) AS flags)
                    INSERT INTO account (id, ledger, code, owner, unit, shard, flags)
                    SELECT * FROM k WHERE NOT EXISTS (SELECT FROM account a WHERE a.id = k.id)
                    ON CONFLICT DO NOTHING\
                    """);

    private static final BulkInsert<Booked> TRANSFERS =
            BulkInsert.<Booked>into("transfer")
                    .column("id", PgType.UUID, b -> b.transfer().id())
                    .column("kind", PgType.SMALLINT, b -> kind(b.transfer().phase()))
                    .column("ledger", PgType.SMALLINT, b -> (short) b.transfer().ledger().id())
                    .column("debit_account", PgType.BIGINT, b -> b.transfer().debit().id())
                    .column("credit_account", PgType.BIGINT, b -> b.transfer().credit().id())
                    .column("amount", PgType.BIGINT, b -> b.transfer().amount())
                    .column("event_id", PgType.UUID, b -> requestId(b.transfer()))
                    .column("window_id", PgType.BIGINT, b -> windowId(b.transfer()))
                    .column("pending_id", PgType.UUID, b -> resolved(b.transfer().phase()))
                    .column("booking_id", PgType.BIGINT, Booked::bookingId)
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
                        JOIN unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::smallint[])
                               AS k(id, code, owner, unit, shard)
                          ON a.id = k.id AND a.code = k.code AND a.owner = k.owner AND a.unit = k.unit
                         AND a.shard = k.shard
                        ORDER BY a.id FOR UPDATE OF a)
                    SELECT count(*) AS locked FROM locked\
                    """);

    private static final Statement BALANCES =
            new Statement(
                    """
                    UPDATE account a
                       SET debits_posted = a.debits_posted + d.debits, credits_posted = a.credits_posted + d.credits,
                           debits_pending = a.debits_pending + d.pending_debits,
                           credits_pending = a.credits_pending + d.pending_credits
                      FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
                               AS d(id, debits, credits, pending_debits, pending_credits)
                     WHERE a.id = d.id\
                    """);

    private static final Future<Void> DONE = Future.succeededFuture();

    private PostgresLedger() {}

    /**
     * Books the transfers; fails, and with it the transaction, when one of them was booked before.
     */
    public static Future<Void> post(
            SqlConnection connection, long bookingId, List<Transfer> transfers) {
        List<Posting> postings = Postings.of(transfers);
        if (postings.isEmpty()) {
            return DONE;
        }
        List<Account> accounts = postings.stream().map(Posting::account).toList();
        return open(connection, accounts)
                .compose(_ -> lock(connection, accounts))
                .compose(_ -> TRANSFERS.insert(connection, booked(bookingId, transfers)))
                .compose(_ -> balance(connection, postings));
    }

    private static Future<Void> open(SqlConnection connection, List<Account> accounts) {
        return OPEN.run(
                connection,
                accounts.stream().map(Account::id).toArray(Long[]::new),
                accounts.stream().map(a -> (short) a.code().ledger().id()).toArray(Short[]::new),
                accounts.stream().map(PostgresLedger::code).toArray(Short[]::new),
                accounts.stream().map(Account::owner).toArray(String[]::new),
                accounts.stream().map(Account::unit).toArray(String[]::new),
                accounts.stream().map(a -> (short) a.shard()).toArray(Short[]::new),
                accounts.stream().map(PostgresLedger::flags).toArray(Short[]::new));
    }

    private static Future<Void> lock(SqlConnection connection, List<Account> accounts) {
        return LOCK.row(
                        connection,
                        accounts.stream().map(Account::id).toArray(Long[]::new),
                        accounts.stream().map(PostgresLedger::code).toArray(Short[]::new),
                        accounts.stream().map(Account::owner).toArray(String[]::new),
                        accounts.stream().map(Account::unit).toArray(String[]::new),
                        accounts.stream().map(a -> (short) a.shard()).toArray(Short[]::new))
                .map(row -> row.getLong("locked"))
                .compose(locked -> locked == accounts.size() ? DONE : sharedId());
    }

    private static Future<Void> sharedId() {
        return Future.failedFuture(new IllegalStateException("two accounts share an id"));
    }

    private static Short code(Account account) {
        return (short) account.code().id();
    }

    private static List<Booked> booked(long bookingId, List<Transfer> transfers) {
        return transfers.stream().map(transfer -> new Booked(bookingId, transfer)).toList();
    }

    private static Short flags(Account account) {
        return account.code().isCapped() ? DEBITS_WITHIN_CREDITS : 0;
    }

    private static Short kind(Phase phase) {
        return switch (phase) {
            case Phase.Single _ -> 0;
            case Phase.Pending _ -> 1;
            case Phase.Post _ -> 2;
            case Phase.Void _ -> 3;
            case Phase.Expire _ -> 4;
        };
    }

    private static @Nullable UUID resolved(Phase phase) {
        return switch (phase) {
            case Phase.Single _, Phase.Pending _ -> null;
            case Phase.Post post -> post.pending();
            case Phase.Void given -> given.pending();
            case Phase.Expire over -> over.pending();
        };
    }

    private static @Nullable UUID requestId(Transfer transfer) {
        return transfer.source() instanceof Transfer.OfRequest(var id) ? id : null;
    }

    private static @Nullable Long windowId(Transfer transfer) {
        return transfer.source() instanceof Transfer.OfWindow(var id) ? id : null;
    }

    private static Future<Void> balance(SqlConnection connection, List<Posting> postings) {
        return BALANCES.run(
                connection,
                longs(postings, posting -> posting.account().id()),
                longs(postings, posting -> posting.debit().posted()),
                longs(postings, posting -> posting.credit().posted()),
                longs(postings, posting -> posting.debit().pending()),
                longs(postings, posting -> posting.credit().pending()));
    }

    private static Long[] longs(List<Posting> postings, ToLongFunction<Posting> value) {
        Stream<Long> boxed = postings.stream().mapToLong(value).boxed();
        return boxed.toArray(Long[]::new);
    }
}
