import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseSeat, preferenceMet } from '../src/check-in/choose-seat.ts';
import { readSeatMap } from '../src/check-in/seat-map.ts';

const seats = readSeatMap('1-2:AC-DF 3-11:ABC-DEF');
const seat = (name: string) => seats.find((each) => each.name === name);

void test('a seat map knows windows, aisles and the parts of the cabin', () => {
  assert.equal(seats.length, 8 + 54);
  assert.deepEqual(
    ['1A', '1C', '3B', '3C', '11F'].map((name) => [seat(name)!.place, seat(name)!.zone, seat(name)!.forward]),
    [
      ['window', 'front', true],
      ['aisle', 'front', true],
      ['middle', 'front', false],
      ['aisle', 'front', false],
      ['window', 'rear', false],
    ],
  );
  assert.deepEqual(readSeatMap('nonsense'), []);
});

void test('everybody gets what he likes while there is some, and the cabin is filled evenly', () => {
  const taken = new Set<string>();
  const next = (cabin: string, place: string | null, zone: string | null): string => {
    const { name } = chooseSeat(seats, taken, cabin, { place, zone })!;
    taken.add(name);
    return name;
  };
  assert.equal(next('business', 'window', null), '1A');
  assert.equal(next('economy', 'aisle', 'rear'), '9C');
  assert.equal(next('economy', 'aisle', 'rear'), '10C');
  assert.equal(next('economy', 'window', 'front'), '3A');
  // Without a wish: an empty row, and nobody in the middle.
  assert.equal(next('economy', null, null), '4A');
});

void test('a full cabin has no seat', () => {
  const forward = new Set(seats.filter((each) => each.forward).map(({ name }) => name));
  assert.equal(chooseSeat(seats, forward, 'first', { place: 'window', zone: null }), null);
});

void test('whether it is what he likes', () => {
  assert.equal(preferenceMet(seat('11F'), { place: 'window', zone: 'rear' }), 'met');
  assert.equal(preferenceMet(seat('3F'), { place: 'window', zone: 'rear' }), 'partly');
  assert.equal(preferenceMet(seat('3B'), { place: 'window', zone: 'rear' }), 'missed');
  assert.equal(preferenceMet(seat('3B'), { place: null, zone: null }), 'none');
});
