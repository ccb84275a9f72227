// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import java.io.IOException;
import java.nio.file.Path;

/** Hears of what happens to a spool, on the spool's thread. */
interface SpoolListener {

    /** The folder is in use; so many items of earlier runs wait in it. */
    void recovered(long waiting);

    /** Up to {@code items} that waited at or before {@code upTo} had to go for newer ones. */
    void dropped(long upTo, long items);

    /** A file of these cannot be read, however often; what waited in it is told as dropped. */
    void gaveUp(Path file);

    /** The disk does not take or give what it should; memory alone is left for a while. */
    void broke(IOException cause);

    /** It takes writes again. */
    void mended();
}
