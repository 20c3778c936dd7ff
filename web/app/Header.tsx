import { LogOut, Moon, Sun } from 'lucide-react';
import { Link, NavLink } from 'react-router';
import { useLive } from '../api/live.tsx';
import { ask } from '../api/client.ts';
import { IconButton } from '../ui/Button.tsx';
import { BuildIndicator } from './BuildIndicator.tsx';
import { BrandMark } from './BrandMark.tsx';
import css from './Frame.module.css';
import { useTheme } from './use-theme.ts';

export function Header() {
  const { signedOut } = useLive();
  const leave = async (): Promise<void> => {
    await ask('leave').finally(signedOut.raise);
  };
  return (
    <header className={css['header']}>
      <div className={css['bar']}>
        <Link to="/" className={css['brand']} aria-label="CKS Lab, home">
          <BrandMark />
          <span>CKS Lab</span>
        </Link>
        <nav className={css['nav']} aria-label="Main">
          <NavLink to="/" end>
            Scenarios
          </NavLink>
          <NavLink to="/history">History</NavLink>
          <NavLink to="/setup">Setup</NavLink>
        </nav>
        <BuildIndicator />
        <ThemeButton />
        <IconButton label="Sign out" onClick={() => void leave().catch(() => undefined)}>
          <LogOut size={16} aria-hidden="true" />
        </IconButton>
      </div>
    </header>
  );
}

export function ThemeButton() {
  const [theme, setTheme] = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <IconButton label={`Switch to the ${other} theme`} onClick={() => setTheme(other)}>
      {theme === 'dark' ? <Sun size={16} aria-hidden="true" /> : <Moon size={16} aria-hidden="true" />}
    </IconButton>
  );
}
