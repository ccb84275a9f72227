// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import io.wattmill.router.kvevents.BlockChanges;
import io.wattmill.router.told.Heard;

/** Takes what engines tell of their caches. Called on the router's context, in order. */
public interface KvSink {

    /**
     * Something changed. The first changes of a source begin with nothing held.
     *
     * @param blockTokens tokens per block; 0 = the engine has not told
     */
    void changed(KvSource source, int blockTokens, BlockChanges changes);

    /** How the source is heard from now on. */
    void heard(KvSource source, Heard now);

    /** The source is followed no more; what it holds is not known. */
    void ended(KvSource source);
}
