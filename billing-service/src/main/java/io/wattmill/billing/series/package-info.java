// SPDX-License-Identifier: Apache-2.0
/**
 * Hourly series of a site: price of electricity, carbon intensity, PUE. Pure: must not know SQL or
 * HTTP. Start at {@link io.wattmill.billing.series.FacilityHours}.
 */
@NullMarked
package io.wattmill.billing.series;

import org.jspecify.annotations.NullMarked;
