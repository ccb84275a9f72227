// SPDX-License-Identifier: Apache-2.0
/**
 * Many simulations at once: on several threads, with progress, cancellation and bounds that are
 * checked before anything starts. What comes out depends on none of these.
 *
 * <p>Must not know plans or clocks. Start reading at {@link io.wattmill.twin.simulate.run.Batch}.
 */
@NullMarked
package io.wattmill.twin.simulate.run;

import org.jspecify.annotations.NullMarked;
