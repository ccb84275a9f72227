// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One account of the ledger. Made by its factories, which compute the id.
 *
 * @param id the first 63 bits of SHA-256 over the rest, so that every writer computes the same
 *     without asking; two accounts that share one are found when they are locked, and nothing is
 *     booked
 * @param owner whom or what it is kept for, see {@link AccountCode}
 * @param unit "USD" (amounts are nano-units), "token", "uj" or "ug"
 * @param shard which of the rows that share the balance, 0 when there is one; writers that add to
 *     different shards do not wait for each other
 */
public record Account(long id, AccountCode code, String owner, String unit, int shard) {

    /** Unit of token accounts. */
    public static final String TOKEN = "token";

    /** Unit of energy accounts. */
    public static final String MICROJOULE = "uj";

    /** Unit of carbon accounts. */
    public static final String MICROGRAM = "ug";

    /** An account of money or of cost. */
    public static Account money(AccountCode code, String owner, String currency) {
        return account(code, owner, currency);
    }

    /** A token account. */
    public static Account tokens(AccountCode code, String owner) {
        return account(code, owner, TOKEN);
    }

    /** An energy account. */
    public static Account energy(AccountCode code, String owner) {
        return account(code, owner, MICROJOULE);
    }

    /** A carbon account. */
    public static Account carbon(AccountCode code, String owner) {
        return account(code, owner, MICROGRAM);
    }

    /** The same account's row with this number. */
    public Account inShard(int number) {
        return account(code, owner, unit, number);
    }

    private static Account account(AccountCode code, String owner, String unit) {
        return account(code, owner, unit, 0);
    }

    private static Account account(AccountCode code, String owner, String unit, int shard) {
        String whole = code.ledger().id() + "|" + code.id() + "|" + unit + "|" + owner;
        String identity = shard == 0 ? whole : whole + "|" + shard;
        byte[] digest = sha256(identity.getBytes(StandardCharsets.UTF_8));
        long id = ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE;
        return new Account(id, code, owner, unit, shard);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
