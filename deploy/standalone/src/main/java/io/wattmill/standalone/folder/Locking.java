// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.folder;

import java.util.OptionalLong;

/** What came of trying to lock a data folder. */
public sealed interface Locking {

    /** Ours until {@link FolderLock#close()} or the end of this process. */
    record Locked(FolderLock lock) implements Locking {}

    /**
     * Another process works on it.
     *
     * @param pid its process id, when the lock file tells
     */
    record HeldBy(OptionalLong pid) implements Locking {}
}
