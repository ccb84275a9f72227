// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

/** What is known of one cache by the batches that were applied, and what changed by them. */
public final class KnownCache {
    private final BatchDecoder decoder;
    private final Tallies tallies;
    private final BlockNaming naming;
    private BlockChanges changes = new BlockChanges();
    private boolean whole;

    KnownCache(EventLimits limits, Tallies tallies) {
        this.decoder = new BatchDecoder(limits);
        this.tallies = tallies;
        this.naming = new BlockNaming(limits, tallies);
    }

    /**
     * The next batch is the first of those that are known.
     *
     * @param engineToo whether it is the engine's first, too
     */
    void begins(boolean engineToo) {
        whole = engineToo;
    }

    void apply(byte[] payload) {
        EventBatch batch = decoder.decode(payload);
        tallies.add(Tally.BATCHES, 1);
        tallies.add(Tally.MALFORMED, batch.malformed());
        tallies.add(Tally.UNKNOWN, batch.unknown());
        tallies.add(Tally.BEYOND_LIMITS, batch.beyondLimits());
        batch.events().forEach(this::apply);
    }

    private void apply(KvEvent event) {
        whole |= event instanceof KvEvent.Cleared;
        naming.apply(event, changes);
    }

    /** Nothing is known any more. */
    void forget() {
        whole = false;
        naming.clear(changes);
    }

    /** Whether all that the engine has is known, and not only what it stored since some moment. */
    public boolean isWhole() {
        return whole;
    }

    /** Changes since the last time that it was asked. */
    public BlockChanges takeChanges() {
        BlockChanges taken = changes;
        taken.onGpu(naming.offloads() ? 0 : naming.size());
        changes = new BlockChanges();
        return taken;
    }

    /** Blocks of which the engine told and did not take back. */
    public int blocks() {
        return naming.size();
    }

    /** Tokens per block of this engine; 0 = it has not told. */
    public int blockTokens() {
        return naming.blockTokens();
    }
}
