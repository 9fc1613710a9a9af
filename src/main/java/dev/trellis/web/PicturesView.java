package dev.trellis.web;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The pictures of what one linked account holds. Each is null if the account holds
 * nothing of the kind. Positions are numbers as SVG takes them.
 *
 * @param days how many days treats and streams are shown of
 * @param periods the numbers of days to choose from; empty if no picture depends on it
 * @param treats treats per day
 * @param senders whom most treats come from
 * @param map where observations are
 * @param categories observations by category
 * @param locks when locks were locked
 * @param likes likes per month
 * @param streams the values of streams
 */
record PicturesView(int days, List<Period> periods, @Nullable Bars treats, @Nullable Bars senders,
		@Nullable ObservationMap map, @Nullable Bars categories, @Nullable Timeline locks, @Nullable Bars likes,
		@Nullable Streams streams) {

	/**
	 * A number of days to choose.
	 *
	 * @param days the days
	 * @param chosen whether it is chosen
	 */
	record Period(int days, boolean chosen) {
	}

	/**
	 * Figures to be drawn as bars.
	 *
	 * @param bars the bars
	 * @param total their sum
	 */
	record Bars(List<Bar> bars, long total) {

		static Bars of(List<Bar> bars) {
			return new Bars(bars, bars.stream().mapToLong(Bar::count).sum());
		}

	}

	/**
	 * One bar.
	 *
	 * @param label what it stands for; null where nobody knows
	 * @param count how much of it
	 * @param link the address of a list of just that; null if there is none
	 * @param test whether it stands for tests
	 */
	record Bar(@Nullable String label, long count, @Nullable String link, boolean test) {
	}

	/**
	 * A map with points.
	 *
	 * @param viewBox the part of the world that is shown
	 * @param stroke how thick lines are
	 * @param points the points
	 * @param count how many observations have a place
	 * @param missing how many of them are too many to be shown
	 */
	record ObservationMap(String viewBox, String stroke, List<Point> points, long count, long missing) {
	}

	/**
	 * Observations that are close to each other.
	 *
	 * @param x where from the left
	 * @param y where from above
	 * @param radius how large
	 * @param place where in degrees
	 * @param count how many they are
	 * @param title the title of one of them
	 * @param link the address of a list of them
	 */
	record Point(String x, String y, String radius, String place, long count, @Nullable String title, String link) {
	}

	/**
	 * Locks by time.
	 *
	 * @param from when the picture begins
	 * @param to when it ends
	 * @param now where now is, of a thousand
	 * @param locks the locks, newest first
	 */
	record Timeline(Instant from, Instant to, long now, List<Lock> locks) {
	}

	/**
	 * A lock on the timeline, in thousandths of its width.
	 *
	 * @param title its title
	 * @param status the provider's word for its state
	 * @param startsAt when it began
	 * @param endsAt when it ended or will end; null if it is open or hidden
	 * @param x where it begins
	 * @param width how long it was locked until now
	 * @param ahead how long it will be locked from now on
	 * @param events what happened to it lately, newest first
	 * @param listed those of the events that are told in words
	 * @param more how many more there are
	 */
	record Lock(@Nullable String title, @Nullable String status, Instant startsAt, @Nullable Instant endsAt, long x,
			long width, long ahead, List<Event> events, List<Event> listed, long more) {
	}

	/**
	 * Something that happened to a lock.
	 *
	 * @param title what
	 * @param at when
	 * @param x where that is
	 */
	record Event(@Nullable String title, Instant at, long x) {
	}

	/**
	 * The streams of an account.
	 *
	 * @param lines a small line for each stream, as far as they go
	 * @param count how many streams there are
	 * @param chosen the stream that is shown large; null if it has no readings
	 */
	record Streams(List<Line> lines, long count, @Nullable Curve chosen) {
	}

	/**
	 * A stream as a small line.
	 *
	 * @param id its item's id
	 * @param name its name
	 * @param category its component
	 * @param reading its last value, with its unit
	 * @param at when it had that value
	 * @param points the line, in a box of 100 by 24; null if there is none
	 * @param least the least value; null if there is none
	 * @param most the greatest value; null if there is none
	 * @param chosen whether it is shown large
	 */
	record Line(long id, @Nullable String name, @Nullable String category, @Nullable String reading,
			@Nullable Instant at, @Nullable String points, @Nullable String least, @Nullable String most,
			boolean chosen) {
	}

	/**
	 * The readings of one stream.
	 *
	 * @param name the stream's name
	 * @param unit the unit of its values
	 * @param values its values in the order of time
	 */
	record Curve(@Nullable String name, @Nullable String unit, List<Value> values) {
	}

	/**
	 * The readings of a stretch of time.
	 *
	 * @param from when it begins
	 * @param least the least value
	 * @param mean the mean value
	 * @param most the greatest value
	 */
	record Value(Instant from, String least, String mean, String most) {
	}

}
