// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

/** Hears where a replay stands, on its event loop: it must not block. */
@FunctionalInterface
public interface ProgressListener {

    /** Nobody listens. */
    ProgressListener NONE = _ -> {};

    /** Called at each progress interval and once at the end. */
    void onProgress(Progress progress);
}
