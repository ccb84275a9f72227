// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.OptionalLong;

class FolderLockTest {
    private final Path folder;

    FolderLockTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void tellsTheSecondWhoHoldsIt() throws Exception {
        var file = folder.resolve("lock");
        var first = assertInstanceOf(Locking.Locked.class, FolderLock.acquire(file, 4711));
        var second = assertInstanceOf(Locking.HeldBy.class, FolderLock.acquire(file, 4712));
        assertEquals(OptionalLong.of(4711), second.pid());
        first.lock().close();
        assertInstanceOf(Locking.Locked.class, FolderLock.acquire(file, 4712)).lock().close();
    }
}
