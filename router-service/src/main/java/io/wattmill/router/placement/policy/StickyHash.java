// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;

/**
 * The requests of a session always on the same engine, and those of an engine that leaves evenly on
 * the others: rendezvous hashing (Thaler, Ravishankar: Using name-based mappings to increase hit
 * rates, 1998), the consistent hash that needs no ring. Without a session, any engine.
 */
final class StickyHash implements PlacementPolicy {
    @Override
    public String mode() {
        return PlacementMode.STICKY_HASH.label();
    }

    @Override
    public int choose(PlacementRequest request, Candidates among, long dice) {
        String session = request.terms().caller().session();
        long seed = session.isEmpty() ? dice : mixed(session.hashCode());
        for (int i = 0; i < among.size(); i++) {
            among.cost(i, -(double) (weight(among.engine(i).key(), seed) >>> 1));
        }
        return Ties.first(among, 1);
    }

    private static long weight(EngineKey engine, long seed) {
        long name = (long) engine.nodeId().hashCode() << Integer.SIZE;
        return mixed(seed ^ mixed(name | Integer.toUnsignedLong(engine.engineId().hashCode())));
    }

    /** Finalizer of MurmurHash3 (Appleby), in the variant of SplitMix64. */
    private static long mixed(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public String note(PlacementRequest request, Candidates among, int index, int chosen) {
        boolean any = request.terms().caller().session().isEmpty();
        return index != chosen ? "" : any ? "by chance: no session" : "its session's engine";
    }
}
