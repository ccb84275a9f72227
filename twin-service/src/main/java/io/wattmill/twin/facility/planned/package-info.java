// SPDX-License-Identifier: Apache-2.0
/**
 * A plan as a building that can be computed: what the plan states, and where it is silent what its
 * defaults say, each with its interval.
 *
 * <p>The one place of {@code facility} that knows plans. Start reading at {@link
 * io.wattmill.twin.facility.planned.FacilityOf}.
 */
@NullMarked
package io.wattmill.twin.facility.planned;

import org.jspecify.annotations.NullMarked;
