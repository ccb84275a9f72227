// SPDX-License-Identifier: Apache-2.0
/**
 * A year by the hour: series of one value per hour, and the air outside as dry and wet bulb.
 *
 * <p>Knows no plan, no file and no machine. Start reading at {@link
 * io.wattmill.twin.weather.WeatherYear}.
 */
@NullMarked
package io.wattmill.twin.weather;

import org.jspecify.annotations.NullMarked;
