// SPDX-License-Identifier: Apache-2.0
/**
 * How much of the time something works: parts, parts in series, k of n, whole sites by going
 * through the states that they may be in; and the spares that stand in.
 *
 * <p>Knows no plan and no physics: whoever asks says what a state is worth. Failures are taken as
 * independent and repairs too. Start reading at {@link io.wattmill.twin.availability.Survey}.
 */
@NullMarked
package io.wattmill.twin.availability;

import org.jspecify.annotations.NullMarked;
