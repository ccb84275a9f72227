/**
 * Prompt and token times that Splitwise measured on A100 and H100, each configuration told by a fit
 * to the others. Start at {@link io.wattmill.twin.fidelity.splitwise.Splitwise}.
 */
@NullMarked
package io.wattmill.twin.fidelity.splitwise;

import org.jspecify.annotations.NullMarked;
