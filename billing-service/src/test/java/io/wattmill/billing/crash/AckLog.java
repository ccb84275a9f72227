// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import com.google.protobuf.ByteString;

import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.UsageRecord;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What clients were told is booked, as they remember it: the only witness that does not ask the
 * database. Written by many threads.
 */
final class AckLog {

    private static final int NEWEST = 4_000;

    /** A request's record by its SHA-256, as it was sent. */
    final Map<UUID, ByteString> sent = new ConcurrentHashMap<>();

    /** Those of which the acknowledgement arrived. */
    final Map<UUID, ByteString> acked = new ConcurrentHashMap<>();

    /** The newest of those. */
    final ArrayBlockingQueue<UUID> newest = new ArrayBlockingQueue<>(NEWEST);

    /** Records with the id of another one that were refused as a conflict, by their SHA-256. */
    final Set<ByteString> conflicts = ConcurrentHashMap.newKeySet();

    /** Refusals that nobody expected. */
    final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();

    /** Leases by their id. */
    final Map<UUID, Lent> leases = new ConcurrentHashMap<>();

    /** The newest acknowledged revision of each request's outcome. */
    final Map<UUID, Integer> outcomes = new ConcurrentHashMap<>();

    /** Versions of the price book that were drafted or put into force. */
    final Set<Integer> prices = ConcurrentHashMap.newKeySet();

    /** Imported hours, epoch seconds, and the newest value of each. */
    final Map<Long, BigDecimal> hours = new ConcurrentHashMap<>();

    /** The newest acknowledged report of each node. */
    final Map<String, Metered> meters = new ConcurrentHashMap<>();

    /** Merkle roots of the blocks that a client saw, by number. */
    final Map<Long, String> blocks = new ConcurrentHashMap<>();

    /** A lease as it was granted to a gateway. */
    record Lent(String gatewayId, LeaseGrant grant) {}

    /**
     * An acknowledged report, and where its node's counters began.
     *
     * @param startUj what every counter of the node showed first, microjoules
     * @param counterUj what each of them showed in the report
     */
    record Metered(String nodeId, long sequence, long startUj, long counterUj) {}

    /** A request is booked, as far as a client knows. */
    void acknowledged(UUID requestId, ByteString content) {
        acked.put(requestId, content);
        while (!newest.offer(requestId)) {
            newest.poll();
        }
    }

    /** SHA-256 of a record's bytes: its content. */
    static ByteString content(UsageRecord record) {
        try {
            return ByteString.copyFrom(
                    MessageDigest.getInstance("SHA-256").digest(record.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The number of the newest block that a client saw; 0 before the first. */
    long newestBlock() {
        return blocks.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** What it knows now, as something that does not change. */
    AckLog copy() {
        AckLog copy = new AckLog();
        copy.sent.putAll(sent);
        copy.take(this);
        return copy;
    }

    /** Forgets what was acknowledged after a copy was made; what was sent remains sent. */
    void goBackTo(AckLog copy) {
        acked.clear();
        newest.clear();
        conflicts.clear();
        leases.clear();
        outcomes.clear();
        prices.clear();
        hours.clear();
        meters.clear();
        blocks.clear();
        take(copy);
    }

    private void take(AckLog other) {
        acked.putAll(other.acked);
        conflicts.addAll(other.conflicts);
        leases.putAll(other.leases);
        outcomes.putAll(other.outcomes);
        prices.addAll(other.prices);
        hours.putAll(other.hours);
        meters.putAll(other.meters);
        blocks.putAll(other.blocks);
    }
}
