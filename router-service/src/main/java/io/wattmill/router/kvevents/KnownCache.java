// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

/** What is known of one cache by the batches that were applied, and what changed by them. */
final class KnownCache {
    private final BatchDecoder decoder;
    private final Tallies tallies;
    private final BlockNaming naming;
    private BlockChanges changes = new BlockChanges();

    KnownCache(EventLimits limits, Tallies tallies) {
        this.decoder = new BatchDecoder(limits);
        this.tallies = tallies;
        this.naming = new BlockNaming(limits, tallies);
    }

    void apply(byte[] payload) {
        EventBatch batch = decoder.decode(payload);
        tallies.add(Tally.BATCHES, 1);
        tallies.add(Tally.MALFORMED, batch.malformed());
        tallies.add(Tally.UNKNOWN, batch.unknown());
        tallies.add(Tally.BEYOND_LIMITS, batch.beyondLimits());
        batch.events().forEach(event -> naming.apply(event, changes));
    }

    /** Nothing is known any more. */
    void forget() {
        naming.clear(changes);
    }

    BlockChanges takeChanges() {
        BlockChanges taken = changes;
        changes = new BlockChanges();
        return taken;
    }

    int blocks() {
        return naming.size();
    }

    int blockTokens() {
        return naming.blockTokens();
    }
}
