// Compiles templates in the page. An app that the Angular CLI builds does not need this line.
import '@angular/compiler';
import 'harmony-2fa/define';
import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import type { EnabledEvent, VerifiedEvent } from 'harmony-2fa';
import { backEnd } from '../back-end.js';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <main>
      <h1>Angular</h1>
      <button (click)="setup.set(!setup())">{{ setup() ? 'Hide' : 'Show' }} preferences</button>
      <button (click)="signIn()">{{ challenge() ? 'Hide' : 'Show' }} sign-in</button>
      <output>{{ news() }}</output>
      @if (setup()) {
        <harmony-2fa-setup
          product="Acme"
          [client]="client"
          [strings]="setupStrings"
          (harmony-2fa-enabled)="enabled($event)"
        />
      }
      @if (challenge()) {
        <harmony-2fa-challenge
          [client]="client"
          [strings]="challengeStrings"
          (harmony-2fa-verified)="verified($event)"
        />
      }
    </main>
  `,
})
class App {
  readonly client = backEnd;
  readonly setupStrings = { heading: 'Two steps to sign in' };
  readonly challengeStrings = { challengeTitle: 'One more step' };

  readonly setup = signal(false);
  readonly challenge = signal(false);
  readonly news = signal('');

  enabled({ status }: EnabledEvent): void {
    this.news.set(`2FA is on: ${status.enabled}`);
  }

  verified({ method }: VerifiedEvent): void {
    this.news.set(`Signed in by ${method}`);
    this.challenge.set(false);
  }

  signIn(): void {
    this.client.passFirstFactor();
    this.challenge.set(!this.challenge());
  }
}

await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
