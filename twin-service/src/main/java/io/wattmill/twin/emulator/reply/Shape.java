// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import java.util.List;
import java.util.Optional;

/** How one API puts answers into bytes. */
sealed interface Shape permits ChatShape, CompletionShape {

    /** The event before a choice's first token; may be empty. */
    String opening(int choice, Optional<Usage> usage);

    /** The event of one token. */
    String delta(Delta delta);

    /** The event that carries nothing but the final usage. */
    String usageOnly(Usage usage);

    /** All choices at once. */
    byte[] whole(List<Said> choices, Usage usage);
}
